import { backend as reference } from "@antler/backend-reference";
import {
  compile,
  type Key,
  ops,
  setDefaultBackend,
  slice,
  type Tensor,
  tensor,
} from "@antler/core";
import { expect } from "chai";

const int = (values: readonly number[]): Tensor => tensor([...values], { dtype: "int32" });

/** 0, 1, 2, … in a shape: every element says where it comes from. */
const counted = (...shape: number[]): Tensor =>
  ops.reshape(ops.arange(shape.reduce((a, b) => a * b, 1)), shape);

describe("indexing", () => {
  before(async () => setDefaultBackend(await reference.open({})));
  after(() => setDefaultBackend(undefined));

  const expectItem = async (key: readonly Key[], expected: unknown): Promise<void> => {
    const x = counted(3, 4);
    expect(await x.at(...key).array()).to.deep.equal(expected);
    expect(await ops.getItem(x, key).array()).to.deep.equal(expected);
  };

  it("takes numbers, slices, dots and new axes, as NumPy does", async () => {
    await expectItem([1], [4, 5, 6, 7]);
    await expectItem([-1, -1], 11);
    await expectItem([slice(1, 3), 0], [4, 8]);
    await expectItem(
      [slice(2), slice(1, null, 2)],
      [
        [1, 3],
        [5, 7],
      ],
    );
    await expectItem(["::-1", 0], [8, 4, 0]);
    await expectItem(
      ["...", "-2:"],
      [
        [2, 3],
        [6, 7],
        [10, 11],
      ],
    );
    await expectItem([0, null, "1:3"], [[1, 2]]);
    await expectItem([{ start: 5 }], []);
  });

  it("takes integers together, and puts them in front if they stand apart", async () => {
    await expectItem([[2, 0], 1], [9, 1]);
    await expectItem(
      ["...", [0, -1]],
      [
        [0, 3],
        [4, 7],
        [8, 11],
      ],
    );
    const x = counted(2, 3, 4);
    expect(x.at([0, 1], "...", [0, 1]).shape).to.deep.equal([2, 3]);
    expect(x.at("...", [0, 1], [[0], [1]]).shape).to.deep.equal([2, 2, 2]);
    expect(x.at([0], ":", [0, 1]).shape).to.deep.equal([2, 3]);
    expect(x.at(":", [0, 1], [0, 1]).shape).to.deep.equal([2, 2]);
  });

  it("takes a mask whose values are known", async () => {
    await expectItem([tensor([true, false, true]), 1], [1, 9]);
    const x = counted(2, 2);
    const mask = ops.less(1, x);
    await mask.data();
    expect(await x.at(mask).array()).to.deep.equal([2, 3]);
  });

  it("accepts negative indices that are known at run time only", async () => {
    const run = compile((x: Tensor, i: Tensor) => [
      ops.take(x, i, 1),
      ops.gatherNd(x, ops.stack([i, i], -1)),
      ops.takeAlongAxis(x, ops.expandDims(i, 1), 1),
    ]);
    const results = await run(counted(3, 3), int([0, -1, 1]));
    expect(await Promise.all(results.map((x) => x.array()))).to.deep.equal([
      [
        [0, 2, 1],
        [3, 5, 4],
        [6, 8, 7],
      ],
      [0, 8, 4],
      [[0], [5], [7]],
    ]);
  });

  it("updates what an index takes; the last of equal places stays, additions add up", async () => {
    const x = ops.zeros([4]);
    expect(await ops.setSubtensor(x, slice(1, 3), 5).array()).to.deep.equal([0, 5, 5, 0]);
    expect(await ops.setSubtensor(x, [[1, 1]], [2, 3]).array()).to.deep.equal([0, 3, 0, 0]);
    expect(await ops.incSubtensor(x, [[1, 1, -1]], [2, 3, 4]).array()).to.deep.equal([0, 5, 0, 4]);
    const update = (reduction: "max" | "min" | "mul" | null) =>
      ops.scatterUpdate([1, 2, 3], [[0], [0], [2]], [5, -4, 2], { reduction }).array();
    expect(await update(null)).to.deep.equal([-4, 2, 2]);
    expect(await update("max")).to.deep.equal([5, 2, 3]);
    expect(await update("min")).to.deep.equal([-4, 2, 2]);
    expect(await update("mul")).to.deep.equal([-20, 2, 6]);
  });

  it("leaves out rows of segments that do not exist", async () => {
    const ids = int([0, 2, -1, 7, 2]);
    const sums = ops.segmentSum([1, 2, 3, 4, 5], ids, { numSegments: 3 });
    expect(await sums.array()).to.deep.equal([1, 0, 7]);
    const most = ops.segmentMax([1, 2, 3, 4, 5], ids, { numSegments: 3 });
    expect(await most.array()).to.deep.equal([1, Number.NEGATIVE_INFINITY, 5]);
    expect(ops.segmentProd([1, 2], int([4, 0])).shape).to.deep.equal([5]);
  });
});

describe("shapes that depend on data", () => {
  before(async () => setDefaultBackend(await reference.open({})));
  after(() => setDefaultBackend(undefined));

  it("follow from values that are known", async () => {
    const x = ops.multiply(int([3, 1, 3, 0]), 1);
    await x.data();
    expect(await ops.unique(x).array()).to.deep.equal([0, 1, 3]);
    expect(await ops.nonzero(x)[0]?.array()).to.deep.equal([0, 1, 2]);
    expect(await ops.where(x)[0]?.array()).to.deep.equal([0, 1, 2]);
    expect(await ops.bincount(x).array()).to.deep.equal([1, 1, 0, 2]);
    const [values, index, inverse, counts] = ops.unique(x, null, {
      returnIndex: true,
      returnInverse: true,
      returnCounts: true,
    }) as Tensor[];
    expect(await values?.array()).to.deep.equal([0, 1, 3]);
    expect(await index?.array()).to.deep.equal([3, 1, 0]);
    expect(await inverse?.array()).to.deep.equal([2, 1, 2, 0]);
    expect(await counts?.array()).to.deep.equal([1, 1, 2]);
  });

  it("are given in a compiled function", async () => {
    const run = compile((x: Tensor) => [
      ops.unique(x, null, { size: 4, fillValue: -1 }),
      ...ops.nonzero(x, { size: 2 }),
    ]);
    const [values, hits] = await run(int([3, 1, 3, 0]));
    expect(await values?.array()).to.deep.equal([0, 1, 3, -1]);
    expect(await hits?.array()).to.deep.equal([0, 1]);
  });
});

describe("conversions", () => {
  before(async () => setDefaultBackend(await reference.open({})));
  after(() => setDefaultBackend(undefined));

  it("tell whole numbers, fractions and booleans apart", () => {
    expect(ops.array([1, 2]).dtype).to.equal("int32");
    expect(ops.array([1, 2.5]).dtype).to.equal("float32");
    expect(ops.array([[true]]).dtype).to.equal("bool");
    expect(ops.array([]).dtype).to.equal("float32");
    expect(ops.convertToTensor([1, 2], { dtype: "float16" }).dtype).to.equal("float16");
    expect(ops.isTensor(ops.array(1))).to.equal(true);
    expect(ops.isTensor([1])).to.equal(false);
  });

  it("give values with shape and dtype", async () => {
    const { shape, dtype, data } = await ops.convertToNumpy(ops.ones([2, 1], "uint8"));
    expect([shape, dtype, [...data]]).to.deep.equal([[2, 1], "uint8", [1, 1]]);
    expect(ops.size(ops.zeros([2, 3]))).to.equal(6);
    expect(ops.ndim(ops.zeros([2, 3]))).to.equal(2);
  });

  it("read bytes as another dtype", async () => {
    expect(await ops.view(tensor([1, -2]), "int32").array()).to.deep.equal([
      1065353216, -1073741824,
    ]);
    const halves = ops.view(Uint8Array.of(0, 60, 0, 192, 1, 0), "float16");
    expect(await halves.array()).to.deep.equal([1, -2, 2 ** -24]);
    const wide = ops.view(tensor([5, -1], { dtype: "int64" }), "int32");
    expect(await wide.array()).to.deep.equal([5, 0, -1, -1]);
  });
});
