import {
  addDims,
  type Dim,
  divideExactly,
  equalDims,
  floorDivideDim,
  multiplyDims,
  resolveDim,
  subtractDims,
  symbol,
} from "@antler/core";
import { expect } from "chai";
import fc from "fast-check";

const batch = symbol("batch");
const time = symbol("time");

describe("symbolic dimensions", () => {
  it("keep a normal form", () => {
    const a = addDims(multiplyDims(batch, 49), addDims(3, batch));
    expect(String(a)).to.equal("batch * 50 + 3");
    expect(equalDims(subtractDims(a, 3), multiplyDims(50, batch))).to.equal(true);
    expect(subtractDims(batch, batch)).to.equal(0);
    expect(String(multiplyDims(time, batch))).to.equal(String(multiplyDims(batch, time)));
  });

  it("divide exactly, or say that they can't", () => {
    expect(String(divideExactly(multiplyDims(batch, 49), 49))).to.equal("batch");
    expect(divideExactly(multiplyDims(batch, 49), batch)).to.equal(49);
    expect(divideExactly(batch, 2)).to.equal(undefined);
    expect(divideExactly(addDims(batch, 1), batch)).to.equal(undefined);
  });

  it("take whole terms out of a floor division", () => {
    expect(String(floorDivideDim(multiplyDims(batch, 4), 2))).to.equal("batch * 2");
    const halved = floorDivideDim(subtractDims(multiplyDims(time, 3), 3), 2);
    expect(String(halved)).to.equal("floor((time + 1) / 2) + time - 2");
    const quartered = floorDivideDim(addDims(floorDivideDim(addDims(time, 1), 2), 1), 2);
    expect(equalDims(quartered, floorDivideDim(addDims(time, 3), 4))).to.equal(true);
  });

  it("refuse names that are no names", () => {
    expect(() => symbol("a b")).to.throw(/no name for a dimension/);
  });

  it("agree with integer arithmetic whatever is built from them", () => {
    const leaf = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(batch), fc.constant(time));
    type Pair = readonly [Dim, (b: number, t: number) => number];
    const base: fc.Arbitrary<Pair> = leaf.map((dim) => [
      dim,
      (b, t) => (typeof dim === "number" ? dim : dim === batch ? b : t),
    ]);
    const tree = fc.letrec<{ node: Pair }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        base,
        fc
          .tuple(tie("node"), tie("node"))
          .map(([[p, f], [q, g]]): Pair => [addDims(p, q), (b, t) => f(b, t) + g(b, t)]),
        fc
          .tuple(tie("node"), tie("node"))
          .map(([[p, f], [q, g]]): Pair => [subtractDims(p, q), (b, t) => f(b, t) - g(b, t)]),
        fc
          .tuple(tie("node"), tie("node"))
          .map(([[p, f], [q, g]]): Pair => [multiplyDims(p, q), (b, t) => f(b, t) * g(b, t)]),
        fc
          .tuple(tie("node"), fc.integer({ min: 1, max: 4 }))
          .map(([[p, f], n]): Pair => [floorDivideDim(p, n), (b, t) => Math.floor(f(b, t) / n)]),
      ),
    })).node;
    fc.assert(
      fc.property(tree, fc.nat(20), fc.nat(20), ([dim, compute], b, t) => {
        const bindings = new Map([
          ["batch", b],
          ["time", t],
        ]);
        expect(resolveDim(dim, bindings)).to.equal(compute(b, t) + 0);
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});
