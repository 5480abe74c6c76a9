import { existsSync, readFileSync } from "node:fs";
import { convert, type DType, dtypes, promote } from "@antler/core";
import { expect } from "chai";

describe("dtypes", () => {
  it("round to binary16: ties to even, subnormals, overflow", () => {
    const cases: readonly (readonly [number, number])[] = [
      [1.7, 1.7001953125],
      [300.7, 300.75],
      [2049, 2048],
      [2051, 2052],
      [65504, 65504],
      [65519, 65504],
      [65520, Number.POSITIVE_INFINITY],
      [-70000, Number.NEGATIVE_INFINITY],
      [2 ** -24, 2 ** -24],
      [2 ** -25, 0],
      [3 * 2 ** -25, 2 ** -23],
    ];
    for (const [value, expected] of cases) {
      expect(convert([value], "float16")[0], String(value)).to.equal(expected);
    }
  });

  it("round to bfloat16: the upper half of a binary32, ties to even", () => {
    const view = new DataView(new ArrayBuffer(4));
    for (const value of [1, 1.7, -300.7, 1e-3, 0.1, 1e30, 257, 259]) {
      view.setFloat32(0, value);
      const bits = view.getUint32(0);
      const up = bits + 0x7fff + ((bits >>> 16) & 1);
      view.setUint32(0, (up & 0xffff0000) >>> 0);
      expect(convert([value], "bfloat16")[0], String(value)).to.equal(view.getFloat32(0));
    }
  });

  it("hold int64 up to 2^53, and cut fractions", () => {
    expect([...convert([2 ** 53 - 1, -1.7, 5], "int64")]).to.deep.equal([2 ** 53 - 1, -1, 5]);
  });

  it("promote as Keras's own table says", function () {
    const path = "../shared/golden/ops_dtypes.json";
    if (!existsSync(path)) return this.skip();
    const { cases } = JSON.parse(readFileSync(path, "utf8"));
    const { table } = cases[0].expected as { table: Record<string, Record<string, string>> };
    const differ = dtypes.flatMap((a: DType) =>
      dtypes.flatMap((b: DType) => {
        const received = promote(a, b);
        return received === table[a]?.[b] ? [] : [`${a}, ${b}: ${received}, not ${table[a]?.[b]}`];
      }),
    );
    expect(differ).to.deep.equal([]);
  });
});
