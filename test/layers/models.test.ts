import { backend as reference } from "@antler/backend-reference";
import {
  ArgumentError,
  type Backend,
  random,
  ShapeError,
  setDefaultBackend,
  setRandomSeed,
  type Tensor,
  tensor,
  type Variable,
} from "@antler/core";
import { Layer, layers, model, resetNames, sequential } from "@antler/layers";
import { expect } from "chai";

describe("layers and models", () => {
  let backend: Backend;
  before(async () => {
    backend = await reference.open({});
    setDefaultBackend(backend);
  });
  after(() => backend.close());
  beforeEach(resetNames);

  it("names layers as Keras does", () => {
    const names = [
      layers.dense({ units: 1 }),
      layers.dense({ units: 1 }),
      layers.maxPooling2d(),
      layers.batchNormalization(),
      layers.conv2d({ filters: 1, kernelSize: 1 }),
    ].map(({ name }) => name);
    expect(names).to.deep.equal([
      "dense",
      "dense_1",
      "max_pooling2d",
      "batch_normalization",
      "conv2d",
    ]);
  });

  it("refuses a wrong rank, naming the layer, the rule and the shape", () => {
    const image = layers.conv2d({ filters: 1, kernelSize: 3 });
    expect(() => image(tensor([[1, 2]]))).to.throw(
      ShapeError,
      "conv2d: the input has rank 2. Expected rank 4 [batch, height, width, channels], received [1, 2].",
    );
  });

  it("refuses other channels than those it was built for", () => {
    const dense = layers.dense({ units: 1 });
    dense(tensor([[1, 2]]));
    expect(() => dense(tensor([[1, 2, 3]]))).to.throw(ShapeError, /axis -1.*size 3.*Expected 2/);
  });

  it("suggests names", () => {
    expect(() => layers.dense({ units: 1, activation: "rellu" as "relu" })).to.throw(
      ArgumentError,
      'Did you mean "relu"?',
    );
    expect(() => layers.dense({ units: 1, kernelInitializer: "zeroes" as "zeros" })).to.throw(
      ArgumentError,
      'Did you mean "zeros"?',
    );
  });

  it("draws the same weights from the same seed", async () => {
    const draw = async (): Promise<number[]> => {
      setRandomSeed(3);
      const dense = layers.dense({ units: 4 });
      dense.build([1, 3]);
      return [...(await dense.kernel.data())];
    };
    expect(await draw()).to.deep.equal(await draw());
  });

  it("a functional model computes what its layers compute", async () => {
    const a = layers.input({ shape: [2], name: "a" });
    const b = layers.input({ shape: [2], name: "b" });
    const shared = layers.dense({ units: 2, kernelInitializer: "ones" });
    const sum = layers.add()([shared(a), shared(b).multiply(2).add(1)]);
    const m = model({ inputs: { a, b }, outputs: sum });
    expect(m.layers.map(({ name }) => name)).to.deep.equal(["a", "b", "dense", "add"]);
    const y = m({ a: tensor([[1, 2]]), b: tensor([[3, 4]]) });
    expect(await y.array()).to.deep.equal([[18, 18]]);
    expect(m.weights.length).to.equal(2);
  });

  it("follows symbolic sizes through ops between layers", async () => {
    const x = layers.input({ shape: ["time", 2] });
    const flat = x.reshape([-1, 2]).sum(0, { keepdims: true });
    const m = model({
      inputs: x,
      outputs: layers.dense({ units: 1, kernelInitializer: "ones" })(flat),
    });
    const y = m(
      tensor([
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
      ]),
    );
    expect(await y.array()).to.deep.equal([[21]]);
  });

  it("names inputs that the outputs need and nobody gave", () => {
    const a = layers.input({ shape: [2], name: "left" });
    const b = layers.input({ shape: [2], name: "right" });
    expect(() => model({ inputs: a, outputs: layers.add()([a, b]) })).to.throw(
      ArgumentError,
      '"right"',
    );
  });

  it("nests, and keeps layers that return their input apart", async () => {
    const inner = sequential([
      layers.input({ shape: [2] }),
      layers.dropout({ rate: 0.5 }),
      layers.dense({ units: 1, kernelInitializer: "ones" }),
    ]);
    const x = layers.input({ shape: [2] });
    const outer = model({ inputs: x, outputs: inner(layers.dropout({ rate: 0.5 })(x)) });
    expect(outer.layers.map(({ className }) => className)).to.deep.equal([
      "InputLayer",
      "Dropout",
      "Sequential",
    ]);
    expect(await outer(tensor([[1, 2]])).array()).to.deep.equal([[3]]);
    expect(outer.trainableWeights.length).to.equal(2);
    inner.trainable = false;
    expect(outer.trainableWeights.length).to.equal(0);
  });

  it("replays five thousand layers", async () => {
    const x = layers.input({ shape: [1] });
    const step = layers.activation((t) => t.add(1));
    let y: Tensor = x;
    for (let i = 0; i < 5000; i++) y = step(y);
    const m = model({ inputs: x, outputs: y });
    expect(await m(tensor([[0]])).array()).to.deep.equal([[5000]]);
  });

  it("dropout drops in training only, scales what stays, and draws anew at every call", async () => {
    const dropout = layers.dropout({ rate: 0.25, seed: 1 });
    const x = random.uniform([1000], { minval: 1, maxval: 1.0001 }).reshape([10, 100]);
    expect(dropout(x)).to.equal(x);
    const first = await dropout(x, { training: true }).data();
    const kept = [...first].filter((value) => value !== 0);
    expect(kept.length).to.be.within(690, 810);
    for (const value of kept) expect(value).to.be.closeTo(4 / 3, 1e-3);
    const second = await dropout(x, { training: true }).data();
    expect([...second]).not.to.deep.equal([...first]);
  });

  it("hands `training` down to layers inside layers", async () => {
    class Twice extends Layer {
      readonly inner = layers.dropout({ rate: 1 });
      override call(x: Tensor): Tensor {
        return this.inner(x);
      }
    }
    const twice = new Twice();
    expect(await twice(tensor([[1]]), { training: true }).array()).to.deep.equal([[0]]);
    expect(await twice(tensor([[1]])).array()).to.deep.equal([[1]]);
  });

  it("sequential builds at the first call, and says so before", async () => {
    const m = sequential([layers.flatten(), layers.dense({ units: 1, kernelInitializer: "ones" })]);
    expect(() => m.inputs).to.throw(ArgumentError, "not built");
    expect(
      await m(
        tensor([
          [
            [1, 2],
            [3, 4],
          ],
        ]),
      ).array(),
    ).to.deep.equal([[10]]);
    expect(m.countParams()).to.equal(5);
    expect(m.summary({ print: false, lineLength: 60 })).to.contain(
      "│ dense (Dense)            │ (None, 1)         │         5 │",
    );
  });

  it("gets and sets weights", async () => {
    const m = sequential([layers.input({ shape: [2] }), layers.dense({ units: 1 })]);
    m.setWeights([[[1], [2]], [3]]);
    expect(await m(tensor([[1, 1]])).array()).to.deep.equal([[6]]);
    expect((await m.getWeights()).map(({ shape }) => shape)).to.deep.equal([[2, 1], [1]]);
    expect(() => m.setWeights([[[1], [2]]])).to.throw(ArgumentError, "Expected 2");
    expect(() => m.setWeights([[1, 2], [3]])).to.throw(ShapeError, "Expected [2, 1]");
  });

  it("finds layers by name and place", () => {
    const m = sequential([layers.input({ shape: [2] }), layers.dense({ units: 1, name: "head" })]);
    expect(m.getLayer("head")).to.equal(m.getLayer(-1));
    expect(() => m.getLayer("heat")).to.throw(ArgumentError, 'Did you mean "head"?');
  });

  it("survives `map`, which passes an index where options belong", () => {
    const dense = layers.dense({ units: 1 });
    const outputs = [tensor([[1, 2]]), tensor([[3, 4]])].map(dense as (x: Tensor) => Tensor);
    expect(outputs.map(({ shape }) => shape)).to.deep.equal([
      [1, 1],
      [1, 1],
    ]);
  });

  it("predicts in the structure of its outputs, after fitting a deferred model", async () => {
    setRandomSeed(1);
    const silent = { verbose: 0 } as const;
    const m = sequential([layers.batchNormalization(), layers.dense({ units: 1 })]);
    m.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    const x = [[0], [1], [2], [3]];
    const { history } = await m.fit(x, [[0], [2], [4], [6]], { epochs: 20, ...silent });
    expect(history.loss?.at(-1)).to.be.below(history.loss?.[0] as number);
    const [mean] = await (m.getLayer(0).weights[2] as Variable).data();
    expect(mean, "moving mean").to.be.closeTo(1.5 * (1 - 0.99 ** 20), 1e-5);
    expect((await m.predict(x, silent)).shape).to.deep.equal([4, 1]);

    const a = layers.input({ shape: [1], name: "a" });
    const named = model({ inputs: a, outputs: { score: layers.dense({ units: 2 })(a) } });
    expect((await named.predict(x, silent)).score.shape).to.deep.equal([4, 2]);
  });
});
