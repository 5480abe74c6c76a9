import { backend as reference } from "@antler/backend-reference";
import { backend, DTypeError, ops, setDefaultBackend, type Tensor, tensor } from "@antler/core";
import { expect } from "chai";

const infinity = Number.POSITIVE_INFINITY;
const int = (values: readonly number[]): Tensor => tensor([...values], { dtype: "int32" });
const byte = (values: readonly number[]): Tensor => tensor([...values], { dtype: "uint8" });

async function list(x: Tensor): Promise<number[]> {
  return [...(await x.data())];
}

describe("numpy functions", () => {
  before(async () => setDefaultBackend(await reference.open({})));
  after(() => setDefaultBackend(undefined));

  it("keep bool closed under arithmetic", async () => {
    const [a, b] = [tensor([true, true, false]), tensor([true, false, false])];
    for (const [f, expected] of [
      [ops.add, [1, 1, 0]],
      [ops.multiply, [1, 0, 0]],
      [ops.subtract, [0, 1, 0]],
      [ops.maximum, [1, 1, 0]],
      [ops.bitwiseXor, [0, 1, 0]],
    ] as const) {
      const result = f(a, b);
      expect(result.dtype).to.equal("bool");
      expect(await list(result)).to.deep.equal(expected);
    }
    expect(await list(ops.bitwiseNot(a))).to.deep.equal([0, 0, 1]);
    expect(ops.sum(a).dtype).to.equal("int32");
    expect(ops.max(a).dtype).to.equal("bool");
  });

  it("wrap narrow integers around", async () => {
    expect(await list(ops.add(byte([250]), byte([10])))).to.deep.equal([4]);
    expect(await list(ops.cumsum(byte([200, 100])))).to.deep.equal([200, 44]);
    expect(await list(ops.sum(byte([200, 100])))).to.deep.equal([300]);
    expect(await list(ops.bitwiseNot(byte([5])))).to.deep.equal([250]);
    expect(await list(ops.saturateCast([-3, 300, 7.9], "uint8"))).to.deep.equal([0, 255, 7]);
  });

  it("divide integers exactly", async () => {
    const [a, b] = [int([2147483647, -2147483648, -7, 7]), int([1000, 3, 2, -2])];
    expect(await list(ops.floorDivide(a, b))).to.deep.equal([2147483, -715827883, -4, -4]);
    expect(await list(ops.mod(a, b))).to.deep.equal([647, 1, 1, -1]);
    expect(await list(ops.fmod(a, b))).to.deep.equal([647, -2, -1, 1]);
    expect(await list(ops.power(int([3, -2]), int([3, 5])))).to.deep.equal([27, -32]);
    expect(await list(ops.argmin(int([0, -2147483648, 2147483647])))).to.deep.equal([1]);
  });

  it("sort with NaN last, and keep the order of equals", async () => {
    const x = tensor([2, Number.NaN, -infinity, 2, infinity]);
    expect(await list(ops.argsort(x))).to.deep.equal([2, 0, 3, 4, 1]);
    expect(await list(ops.sort(x))).to.deep.equal([-infinity, 2, 2, infinity, Number.NaN]);
    const [values, indices] = ops.topK(x, 2);
    expect(await list(values)).to.deep.equal([Number.NaN, infinity]);
    expect(await list(indices)).to.deep.equal([1, 4]);
  });

  it("step to the next number", async () => {
    const next = await list(ops.nextafter([1, 1, 0, infinity, 3], [2, 0, 1, 0, 3]));
    expect(next).to.deep.equal([
      1 + 2 ** -23,
      1 - 2 ** -24,
      2 ** -149,
      2 ** 127 * (2 - 2 ** -23),
      3,
    ]);
    const half = ops.nextafter(
      tensor([1], { dtype: "float16" }),
      tensor([2], { dtype: "float16" }),
    );
    expect(await list(half)).to.deep.equal([1 + 2 ** -10]);
  });

  it("do not overflow where the result does not", async () => {
    expect((await list(ops.hypot([3e30], [4e30])))[0]).to.be.closeTo(5e30, 1e25);
    expect(await list(ops.ldexp([2 ** -140], int([200])))).to.deep.equal([2 ** 60]);
    expect(await list(ops.logaddexp([1000], [1000]))).to.deep.equal([Math.fround(1000 + Math.LN2)]);
    expect(await list(ops.std(tensor([300, -300], { dtype: "float16" })))).to.deep.equal([300]);
  });

  it("count what is not there", async () => {
    const holes = tensor([Number.NaN, Number.NaN]);
    expect(await list(ops.nanmax(holes))).to.deep.equal([Number.NaN]);
    expect(await list(ops.nanmean(holes))).to.deep.equal([Number.NaN]);
    expect(await list(ops.nansum(holes))).to.deep.equal([0]);
    expect(await list(ops.nanargmax(holes))).to.deep.equal([-1]);
    expect(await list(ops.nanmedian([1, Number.NaN, 4]))).to.deep.equal([2.5]);
    expect(await list(ops.all(tensor([], { dtype: "bool" })))).to.deep.equal([1]);
    expect(await list(ops.max(tensor([]), null, { initial: 7 }))).to.deep.equal([7]);
  });

  it("promote dtypes and plain numbers", () => {
    expect(backend.resultType("uint8", "int8")).to.equal("int16");
    expect(backend.resultType("uint8", "int")).to.equal("uint8");
    expect(backend.resultType("bool", "int")).to.equal("int32");
    expect(backend.resultType("int32", "float")).to.equal("float32");
    expect(backend.resultType("float16", "float")).to.equal("float16");
    expect(backend.resultType("float64", "float64")).to.equal("float32");
    expect(backend.resultType()).to.equal("float32");
    expect(() => backend.resultType("float8" as never)).to.throw(
      DTypeError,
      'unknown dtype "float8"',
    );
  });
});
