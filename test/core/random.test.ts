import {
  drawNormal,
  drawTruncatedNormal,
  drawUniform,
  permutation,
  SeedGenerator,
} from "@antler/core";
import { expect } from "chai";

/** Random123's known answers for threefry2x32 with 20 rounds: key, counter, result. */
const knownAnswers: readonly (readonly [
  readonly number[],
  readonly number[],
  readonly number[],
])[] = [
  [
    [0, 0],
    [0, 0],
    [0x6b200159, 0x99ba4efe],
  ],
  [
    [0xffffffff, 0xffffffff],
    [0xffffffff, 0xffffffff],
    [0x1cb996fc, 0xbb002be7],
  ],
  [
    [0x13198a2e, 0x03707344],
    [0x243f6a88, 0x85a308d3],
    [0xc4923a9c, 0x483df7a0],
  ],
];

describe("random numbers", () => {
  it("match the published vectors of Threefry-2x32-20", async () => {
    const { encrypt } = (await import(
      new URL("./random/threefry.js", import.meta.resolve("@antler/core")).href
    )) as {
      encrypt(key: readonly number[], c0: number, c1: number, out: Uint32Array, at: number): void;
    };
    for (const [key, counter, expected] of knownAnswers) {
      const out = new Uint32Array(2);
      encrypt(key, counter[0] as number, counter[1] as number, out, 0);
      expect([...out]).to.deep.equal(expected);
    }
  });

  it("depend on the seed alone and never repeat a block", () => {
    const [a, b] = [new SeedGenerator(42), new SeedGenerator(42)];
    expect(drawUniform(a, 7)).to.deep.equal(drawUniform(b, 7));
    expect(drawUniform(a, 7)).to.deep.equal(drawUniform(b, 7));
    expect(drawUniform(a, 7)).not.to.deep.equal(drawUniform(new SeedGenerator(42), 7));
    expect(drawUniform(new SeedGenerator(2 ** 32), 2)).not.to.deep.equal(
      drawUniform(new SeedGenerator(0), 2),
    );
  });

  it("can be taken up where they were left", () => {
    const generator = new SeedGenerator(5);
    drawNormal(generator, 11);
    const copy = SeedGenerator.fromJSON(JSON.parse(JSON.stringify(generator)));
    expect(drawUniform(copy, 9)).to.deep.equal(drawUniform(generator, 9));
  });

  it("have the moments of their distributions", () => {
    const size = 200_000;
    const moments = (values: Float32Array): [number, number] => {
      const mean = values.reduce((sum, x) => sum + x, 0) / size;
      return [mean, values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / size];
    };
    // Bounds are five standard errors.
    const [uniformMean, uniformVariance] = moments(drawUniform(new SeedGenerator(1), size));
    expect(uniformMean).to.be.closeTo(0.5, 0.0033);
    expect(uniformVariance).to.be.closeTo(1 / 12, 0.0009);
    const [normalMean, normalVariance] = moments(drawNormal(new SeedGenerator(2), size));
    expect(normalMean).to.be.closeTo(0, 0.0112);
    expect(normalVariance).to.be.closeTo(1, 0.0159);
    const truncated = drawTruncatedNormal(new SeedGenerator(3), size);
    expect(Math.max(...truncated.subarray(0, 50_000).map(Math.abs))).to.be.at.most(2);
    // The variance of a normal distribution cut at two standard deviations.
    expect(moments(truncated)[1]).to.be.closeTo(0.7737, 0.012);
  });

  it("shuffle every element exactly once", () => {
    const order = permutation(new SeedGenerator(9), 1000);
    expect([...order].sort((a, b) => a - b)).to.deep.equal(
      Array.from({ length: 1000 }, (_, i) => i),
    );
    expect([...order]).not.to.deep.equal(Array.from({ length: 1000 }, (_, i) => i));
  });

  it("refuse seeds that are no seeds", () => {
    expect(() => new SeedGenerator(-1)).to.throw(
      /seed must be a non-negative integer, received -1/,
    );
    expect(() => new SeedGenerator(0.5)).to.throw(/received 0.5/);
  });
});
