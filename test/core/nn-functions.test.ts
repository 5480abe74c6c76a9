import { backend } from "@antler/backend-reference";
import {
  ArgumentError,
  grad,
  ops,
  ShapeError,
  setDefaultBackend,
  type Tensor,
  tensor,
} from "@antler/core";
import { expect } from "chai";

/** f'(x) for a function of each element by itself. */
async function slopes(f: (x: Tensor) => Tensor, points: readonly number[]): Promise<unknown> {
  const x = tensor([...points]);
  return grad(ops.sum(f(x)), x).array();
}

const near = (values: unknown, expected: readonly number[]): void => {
  const list = (values as unknown[]).flat(9) as number[];
  expect(list).to.have.lengthOf(expected.length);
  list.forEach((value, i) => {
    expect(value).to.be.closeTo(expected[i] as number, 1e-5);
  });
};

describe("activations", () => {
  before(async () => setDefaultBackend(await backend.open({})));
  after(() => setDefaultBackend(undefined));

  it("have PyTorch's slopes at their kinks", async () => {
    near(await slopes(ops.relu6, [0, 3, 6]), [0, 1, 0]);
    near(await slopes(ops.hardTanh, [-1, 0, 1]), [0, 1, 0]);
    near(await slopes(ops.hardSigmoid, [-3, 0, 3]), [0, 1 / 6, 0]);
    near(await slopes(ops.hardSilu, [-3, 0, 3]), [-0.5, 0.5, 1.5]);
    near(await slopes(ops.hardShrink, [-0.5, 0.5, 1]), [0, 0, 1]);
    near(await slopes(ops.softShrink, [-0.5, 0.5, 1]), [0, 0, 1]);
    near(await slopes(ops.leakyRelu, [0]), [0.2]);
    near(await slopes((x) => ops.elu(x, { alpha: 2 }), [0]), [2]);
    near(await slopes(ops.celu, [0]), [1]);
    near(await slopes(ops.sparsePlus, [-1, 1]), [0, 1]);
    near(await slopes(ops.sparseSigmoid, [-1, 1]), [0, 0]);
    near(await slopes(ops.squareplus, [0]), [0.5]);
  });

  it("are smooth where their pieces are not", async () => {
    near(await slopes(ops.softplus, [0]), [0.5]);
    near(await slopes(ops.logSigmoid, [0]), [0.5]);
    near(await slopes(ops.softsign, [0]), [1]);
    near(await slopes((x) => ops.binaryCrossentropy([1], x, { fromLogits: true }), [0]), [-0.5]);
  });

  it("do not overflow, and keep NaN", async () => {
    const far = [-1e4, 1e4, Number.NaN];
    const at = (f: (x: Tensor) => Tensor) => f(tensor(far)).array();
    expect(await at(ops.softplus)).to.deep.equal([0, 1e4, Number.NaN]);
    expect(await at(ops.logSigmoid)).to.deep.equal([-1e4, -0, Number.NaN]);
    expect(await at(ops.elu)).to.deep.equal([-1, 1e4, Number.NaN]);
    expect(await at(ops.relu6)).to.deep.equal([0, 6, Number.NaN]);
    expect(await slopes(ops.elu, [1e4])).to.deep.equal([1]);
  });

  it("softmax takes several axes, or all", async () => {
    const x = tensor([
      [0, 1],
      [2, 3],
    ]);
    const flat = await ops.softmax(ops.reshape(x, [4])).data();
    for (const axis of [null, [0, 1], [1, 0], [-1, -2]]) {
      near(await ops.softmax(x, axis).array(), [...flat]);
    }
    const cube = tensor(
      Float32Array.from({ length: 24 }, (_, i) => Math.sin(i)),
      { shape: [2, 3, 4] },
    );
    const moved = ops.reshape(ops.transpose(cube, [1, 0, 2]), [3, 8]);
    const expected = ops.transpose(ops.reshape(ops.logSoftmax(moved), [3, 2, 4]), [1, 0, 2]);
    near(await ops.logSoftmax(cube, [0, 2]).array(), [...(await expected.data())]);
    expect(() => ops.softmax(x, 2)).to.throw(ShapeError, /softmax: axis 2 does not exist/);
    expect(() => ops.softmax(x, [])).to.throw(
      ArgumentError,
      "softmax: no axis. Expected one or several, received [].",
    );
  });

  it("glu needs halves", () => {
    expect(() => ops.glu([1, 2, 3])).to.throw(
      ShapeError,
      "glu: axis -1 of [3] has no halves. Expected an even size, received 3.",
    );
  });
});

describe("encodings and cross-entropies", () => {
  before(async () => setDefaultBackend(await backend.open({})));
  after(() => setDefaultBackend(undefined));

  it("one-hot vectors stand along any axis, and strangers are zeros", async () => {
    const labels = tensor(Int32Array.of(0, 2, -1, 3));
    expect(await ops.oneHot(labels, 3).array()).to.deep.equal([
      [1, 0, 0],
      [0, 0, 1],
      [0, 0, 0],
      [0, 0, 0],
    ]);
    const first = ops.oneHot(labels, 3, 0, { dtype: "int32" });
    expect(first.shape).to.deep.equal([3, 4]);
    expect(first.dtype).to.equal("int32");
    expect(await ops.multiHot(Int32Array.of(0, 2), 4).array()).to.deep.equal([1, 0, 1, 0]);
    const batch = tensor(Int32Array.of(0, 2, 1, 1), { shape: [2, 2] });
    expect(await ops.multiHot(batch, 3).array()).to.deep.equal([
      [1, 0, 1],
      [0, 1, 0],
    ]);
    expect(() => ops.oneHot(labels, 0)).to.throw(
      ArgumentError,
      "oneHot: numClasses is no number of classes. Expected a positive integer, received 0.",
    );
    expect(() => ops.multiHot(labels, 3, -1, { sparse: true })).to.throw(
      ArgumentError,
      "multiHot: sparse tensors do not exist. Expected sparse: false, received true.",
    );
  });

  it("the sparse cross-entropy is that of one-hot labels, and NaN for no class", async () => {
    const logits = tensor([
      [0.1, 2, -1],
      [3, 0.5, 0.2],
    ]);
    const labels = tensor(Int32Array.of(1, 2));
    for (const fromLogits of [true, false]) {
      const output = fromLogits ? logits : ops.softmax(logits);
      const dense = ops.categoricalCrossentropy(ops.oneHot(labels, 3), output, -1, { fromLogits });
      const sparse = ops.sparseCategoricalCrossentropy(labels, output, -1, { fromLogits });
      near(await sparse.array(), [...(await dense.data())]);
    }
    const strange = ops.sparseCategoricalCrossentropy(Int32Array.of(3, -1), logits);
    expect(await strange.array()).to.deep.equal([Number.NaN, Number.NaN]);
    const column = ops.expandDims(labels, -1);
    const [a, b] = [labels, column].map((y) => ops.sparseCategoricalCrossentropy(y, logits));
    expect(await a?.array()).to.deep.equal(await b?.array());
  });

  it("say which shapes do not fit", () => {
    expect(() => ops.binaryCrossentropy([1, 0], [[0.5]])).to.throw(
      ShapeError,
      "binaryCrossentropy: target and output differ in shape. Expected [1, 1], received [2].",
    );
    expect(() => ops.sparseCategoricalCrossentropy([1, 0, 1], [[0.5, 0.5]])).to.throw(
      ShapeError,
      "sparseCategoricalCrossentropy: target and output do not fit. Expected a target of shape [1], received [3].",
    );
  });
});

describe("normalization", () => {
  before(async () => setDefaultBackend(await backend.open({})));
  after(() => setDefaultBackend(undefined));

  const x = tensor([
    [1, 2, 4],
    [-3, 0, 6],
  ]);

  it("layerNormalization works along any axes", async () => {
    const rows = ops.layerNormalization(x, -1, { gamma: [1, 2, 3], beta: [0, 0, 1], epsilon: 0 });
    const [mean, deviation] = [7 / 3, Math.sqrt(14 / 9)];
    near(await rows.array(), [
      (1 - mean) / deviation,
      (2 * (2 - mean)) / deviation,
      (3 * (4 - mean)) / deviation + 1,
      -4 / Math.sqrt(14),
      -2 / Math.sqrt(14),
      15 / Math.sqrt(14) + 1,
    ]);
    const columns = ops.layerNormalization(x, 0, { gamma: [2, 1], epsilon: 0 });
    near(await columns.array(), [2, 2, -2, -1, -1, 1]);
    near(await ops.layerNormalization(x, [0, 1]).array(), [
      ...(await ops.layerNormalization(ops.reshape(x, [6])).data()),
    ]);
  });

  it("groupNormalization with one group per channel normalizes each channel", async () => {
    const y = ops.groupNormalization(
      [
        [
          [1, 5],
          [3, 9],
        ],
      ],
      2,
      -1,
      { epsilon: 0 },
    );
    near(await y.array(), [-1, -1, 1, 1]);
  });

  it("normalize gives zeros a gradient", async () => {
    for (const order of [1, 2, 3]) {
      const zero = tensor([0, 0]);
      const slope = grad(ops.sum(ops.normalize(zero, -1, { order })), zero);
      expect([...(await slope.data())].every(Number.isFinite), `order ${order}`).to.equal(true);
    }
    near(await ops.normalize([3, 4]).array(), [0.6, 0.8]);
  });

  it("says what does not fit", () => {
    expect(() => ops.batchNormalization(x, [0, 0], [1, 1, 1], -1)).to.throw(
      ShapeError,
      "batchNormalization: mean does not fit. Expected shape [3], the size of axis 1 of [2, 3], received [2].",
    );
    expect(() => ops.layerNormalization(x, -1, { gamma: [1, 2] })).to.throw(
      ShapeError,
      "layerNormalization: gamma does not fit. Expected shape [3], received [2].",
    );
    expect(() => ops.groupNormalization(x, 2)).to.throw(
      ArgumentError,
      "groupNormalization: axis -1 of [2, 3] does not fall into groups. Expected a number of channels behind the batch that 2 divides, received 3.",
    );
    expect(() => ops.normalize(x, -1, { order: 0 })).to.throw(
      ArgumentError,
      "normalize: unknown order. Expected an integer ≥ 1, received 0.",
    );
    expect(() => ops.moments(x, 0, { synchronized: true })).to.throw(ArgumentError, /one device/);
    expect(() => ops.psnr([1, 2], [1], 1)).to.throw(
      ShapeError,
      "psnr: the signals differ in shape. Expected [2], received [1].",
    );
  });
});
