import { backend } from "@antler/backend-reference";
import { compile, setDefaultBackend, type Tensor, tensor } from "@antler/core";
import { layers, tree, utils } from "@antler/layers";
import { expect } from "chai";
import { camelCase, eachGolden, expectClose, type GoldenTensor, host } from "../training/golden.js";

interface UtilityCase {
  readonly id: string;
  readonly keras_name: string;
  readonly args: readonly unknown[];
  readonly kwargs?: Readonly<Record<string, unknown>>;
  readonly expected: { readonly outputs: unknown };
  readonly tol: number;
}

const functions = {
  to_categorical: utils.toCategorical,
  normalize: utils.normalize,
  pad_sequences: utils.padSequences,
  "tree.flatten": tree.flatten,
} as unknown as Readonly<Record<string, (...args: unknown[]) => unknown>>;

function argument(value: unknown): unknown {
  const golden = (value as { $t?: GoldenTensor } | null)?.$t;
  return golden === undefined ? value : host(golden);
}

describe("data utilities", () => {
  before(async () => setDefaultBackend(await backend.open({})));

  describe("as in Keras", () => {
    eachGolden<UtilityCase>(
      "utils",
      ({ keras_name }) => keras_name in functions,
      async ({ keras_name, args, kwargs, expected, tol }) => {
        const options = kwargs === undefined ? [] : [camelCase(kwargs)];
        const result = functions[keras_name]?.(...args.map(argument), ...options);
        const golden = (expected.outputs as { $t?: GoldenTensor }).$t;
        if (golden === undefined) {
          expect(result).to.deep.equal(expected.outputs);
          return;
        }
        expect((result as Tensor).shape).to.deep.equal(golden.shape);
        expectClose(await (result as Tensor).data(), golden.data, tol, "output");
      },
    );
  });

  it("one-hot rows in a graph need their number", async () => {
    const encode = compile((y: Tensor) => utils.toCategorical(y, { numClasses: 3 }));
    expect(await (await encode([[2], [0]])).array()).to.deep.equal([
      [0, 0, 1],
      [1, 0, 0],
    ]);
    expect(() => utils.toCategorical(tensor([1]).add(1))).to.throw("numClasses is missing");
    expect(() => utils.toCategorical([0, 1.5])).to.throw(
      "toCategorical: element 1 is no class. Expected an integer from 0 to 1, received 1.5.",
    );
    expect(() => utils.toCategorical([3], { numClasses: 2 })).to.throw("from 0 to 1, received 3");
  });

  it("normalizes by any norm, in a graph as in memory", async () => {
    const x = [
      [3, -4],
      [0, 0],
    ];
    for (const order of [1, 2, 3]) {
      for (const axis of [-1, 0]) {
        const inGraph = compile((t: Tensor) => utils.normalize(t, { axis, order }));
        const expected = await utils.normalize(x, { axis, order }).data();
        expectClose(await (await inGraph(x)).data(), [...expected], 1e-6, `${order} ${axis}`);
      }
    }
    const of = async (order: number) => [...(await utils.normalize([[3, -4]], { order }).data())];
    expectClose(await of(Infinity), [0.75, -1], 1e-6, "largest");
    expectClose(await of(-Infinity), [1, -4 / 3], 1e-6, "smallest");
    expectClose(await of(0), [1.5, -2], 1e-6, "count");
    const whole = utils.normalize([[3], [4]], { axis: null });
    expectClose(await whole.data(), [0.6, 0.8], 1e-6, "all together");
    expectClose(await utils.normalize(x, { order: 1 }).data(), [3 / 7, -4 / 7, 0, 0], 1e-6, "l1");
  });

  it("pads sequences of vectors, and fractions with another dtype", async () => {
    const padded = utils.padSequences(
      [
        [[1, 2]],
        [
          [3, 4],
          [5, 6],
        ],
      ],
      { padding: "post", value: -1 },
    );
    expect(padded.shape).to.deep.equal([2, 2, 2]);
    expect(await padded.array()).to.deep.equal([
      [
        [1, 2],
        [-1, -1],
      ],
      [
        [3, 4],
        [5, 6],
      ],
    ]);
    const floats = utils.padSequences([[0.5], []], { dtype: "float32" });
    expect(await floats.array()).to.deep.equal([[0.5], [0]]);
    expect(() => utils.padSequences([[1], [[2]]])).to.throw(
      "sequence 1 has elements of another shape",
    );
    expect(() => utils.padSequences([[1]], { padding: "left" as "pre" })).to.throw(
      'padding is unknown. Expected "pre" or "post", received "left".',
    );
    expect(() => utils.padSequences([])).to.throw("there are no sequences");
    expect(() => utils.padSequences([1] as never)).to.throw("sequence 0 is no list");
  });

  it("splits arrays, lists and maps of arrays", async () => {
    const x = Float32Array.from({ length: 10 }, (_, i) => i);
    const [left, right] = utils.splitDataset(x, { leftSize: 0.75 });
    expect(left.shape).to.deep.equal([8]); // 7.5 rounds to even, as in Python
    expect(await right.array()).to.deep.equal([8, 9]);
    const [a] = utils.splitDataset([x, tensor(x).mul(1).add(0) && x], { rightSize: 3 });
    expect(a[0].shape).to.deep.equal([7]);
    const [first, last] = utils.splitDataset(
      { x, y: x },
      { leftSize: 4, rightSize: 2, shuffle: true, seed: 1 },
    );
    expect(await first.x.array()).to.deep.equal(await first.y.array());
    expect(last.x.shape).to.deep.equal([2]);
    const again = utils.splitDataset({ x, y: x }, { leftSize: 4, shuffle: true, seed: 1 })[0];
    expect(await again.x.array()).to.deep.equal(await first.x.array());
    const wrong: readonly (readonly [() => unknown, string])[] = [
      [
        () => utils.splitDataset(x, {}),
        "there is no size. Expected leftSize or rightSize, received neither.",
      ],
      [
        () => utils.splitDataset(x, { leftSize: 10 }),
        "leftSize is out of range. Expected an integer from 1 to 9 or a share between 0 and 1, received 10.",
      ],
      [
        () => utils.splitDataset(x, { leftSize: 6, rightSize: 5 }),
        "the sizes are too large. Expected 10 rows together at most, received 6 and 5.",
      ],
      [() => utils.splitDataset(x, { leftSize: 0.01 }), "the left side is empty"],
      [
        () => utils.splitDataset([x, x.slice(1)], { leftSize: 1 }),
        "the arrays differ in length. Expected 10 rows in each, received 9 in array 1.",
      ],
      [() => utils.splitDataset([], { leftSize: 1 }), "the data set is empty"],
    ];
    for (const [split, message] of wrong) expect(split).to.throw(message);
  });

  it("cuts windows out of a series", async () => {
    const series = Float32Array.from({ length: 20 }, (_, i) => i);
    const dataset = utils.timeseriesDatasetFromArray(
      series,
      series.map((v) => v * 10),
      3,
      {
        sequenceStride: 2,
        samplingRate: 2,
        batchSize: 2,
        startIndex: 4,
        endIndex: 15,
      },
    );
    const batches = await Promise.all(
      [...dataset].map(async (batch) => {
        const [x, y] = batch as readonly [Tensor, Tensor];
        return [await x.array(), await y.array()];
      }),
    );
    expect([dataset.windows, dataset.length]).to.deep.equal([4, 2]);
    expect(batches).to.deep.equal([
      [
        [
          [4, 6, 8],
          [6, 8, 10],
        ],
        [40, 60],
      ],
      [
        [
          [8, 10, 12],
          [10, 12, 14],
        ],
        [80, 100],
      ],
    ]);
    const single = [...utils.timeseriesDatasetFromArray(series, null, 19, { batchSize: null })];
    expect(single.map((x) => (x as Tensor).shape)).to.deep.equal([[19], [19]]);
    const shuffled = utils.timeseriesDatasetFromArray(series, null, 1, { shuffle: true, seed: 3 });
    const [all] = [...shuffled] as Tensor[];
    const values = [...((await all?.data()) ?? [])];
    expect(values).not.to.deep.equal([...series]);
    expect(values.sort((p, q) => p - q)).to.deep.equal([...series]);
    expect(() => utils.timeseriesDatasetFromArray(series, null, 3, { samplingRate: 0 })).to.throw(
      "samplingRate is out of range. Expected an integer from 1 to 19, received 0.",
    );
  });

  it("finds the inputs behind a tensor", () => {
    const [a, b] = [layers.input({ shape: [2] }), layers.input({ shape: [2] })] as const;
    const sum = layers
      .add()([layers.dense({ units: 2 })(a), b])
      .multiply(2);
    expect(utils.getSourceInputs(sum)).to.deep.equal([a, b]);
    expect(utils.getSourceInputs(tensor([1]))).to.deep.equal([]);
  });

  it("packs and unpacks data, labels and weights", () => {
    expect(utils.packXYSampleWeight(1)).to.equal(1);
    expect(utils.packXYSampleWeight([1])).to.deep.equal([[1]]);
    expect(utils.packXYSampleWeight(1, 2, 3)).to.deep.equal([1, 2, 3]);
    expect(utils.unpackXYSampleWeight([1, 2] as [number, number])).to.deep.equal([1, 2, null]);
    expect(() => utils.unpackXYSampleWeight([1, 2, 3, 4] as never)).to.throw(
      "received a list of 4",
    );
  });
});

describe("tree", () => {
  const nested = {
    b: [
      1,
      new Map([
        ["z", 2],
        ["a", 3],
      ]),
    ],
    a: { c: null },
  };

  it("flattens and packs", () => {
    const leaves = tree.flatten(nested as tree.Nested);
    expect(leaves).to.deep.equal([null, 1, 2, 3]);
    expect(tree.flattenWithPath(nested as tree.Nested)[2]).to.deep.equal([["b", 1, "z"], 2]);
    const packed = tree.packSequenceAs(nested as tree.Nested, [0, 10, 20, 30]);
    expect(packed).to.deep.equal({
      a: { c: 0 },
      b: [
        10,
        new Map([
          ["z", 20],
          ["a", 30],
        ]),
      ],
    });
    expect(() => tree.packSequenceAs([1, 2], [1])).to.throw("Expected 2 leaves, received 1.");
  });

  it("maps one structure or several", () => {
    const sum = (a: number, b: number): number => a + b;
    expect(tree.mapStructure(sum, [1, { x: 2 }], [10, { x: 20 }])).to.deep.equal([11, { x: 22 }]);
    expect(() => tree.mapStructure(sum, [1, 2], [1])).to.throw(
      "tree.assertSameStructure: the structures differ. Expected a list of 2, received a list of 1.",
    );
    const count = (part: unknown[]): number => part.length;
    expect(tree.mapStructureUpTo([null, null], count, [[1, 2], [3]])).to.deep.equal([2, 1]);
    const shapes = tree.mapShapeStructure((shape) => shape.length, [[1, null], { a: [3] }]);
    expect(shapes).to.deep.equal([2, { a: 1 }]);
  });

  it("traverses from above and from below", () => {
    const seen: unknown[] = [];
    tree.traverse((part) => void seen.push(part), [[1], 2]);
    expect(seen).to.deep.equal([[[1], 2], [1], 1, 2]);
    const hide = (part: unknown) => (part === 1 ? tree.MAP_TO_NONE : null);
    expect(tree.traverse(hide, [[1], 2], { topDown: false })).to.deep.equal([[null], 2]);
  });

  it("compares paths", () => {
    tree.assertSamePaths(
      [1, 2],
      new Map([
        ["0", 1],
        ["1", 2],
      ]) as tree.Nested,
    );
    expect(() => tree.assertSamePaths({ a: 1 }, { b: 1 })).to.throw(
      "received a in the first alone and b in the second alone.",
    );
  });
});
