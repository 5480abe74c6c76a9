import { backend } from "@antler/backend-reference";
import {
  ArgumentError,
  drawNormal,
  ops,
  SeedGenerator,
  ShapeError,
  setDefaultBackend,
  symbol,
  Tensor,
  tensor,
} from "@antler/core";
import { expect } from "chai";

const [queries, keys, heads, size] = [3, 4, 4, 2];
const generator = new SeedGenerator(3);
const draw = (...shape: number[]): Tensor =>
  tensor(
    drawNormal(
      generator,
      shape.reduce((a, b) => a * b),
    ),
    { shape },
  );

type Nested = number[][][][];

/** Attention of one batch, written out. */
function attend(
  [q, k, v]: readonly [Nested, Nested, Nested],
  logit: (query: number, key: number, value: number) => number,
): number[] {
  const shared = heads / (k[0]?.[0]?.length as number);
  return Array.from({ length: queries }, (_, i) =>
    Array.from({ length: heads }, (_head, h) => {
      const own = Math.floor(h / shared);
      const weights = Array.from({ length: keys }, (_key, j) => {
        const product = (q[0]?.[i]?.[h] ?? []).reduce(
          (sum, element, n) => sum + element * (k[0]?.[j]?.[own]?.[n] as number),
          0,
        );
        return Math.exp(logit(i, j, product));
      });
      const total = weights.reduce((a, b) => a + b);
      return Array.from({ length: size }, (_n, n) =>
        weights.reduce(
          (sum, weight, j) => sum + (weight / total) * (v[0]?.[j]?.[own]?.[n] as number),
          0,
        ),
      );
    }),
  ).flat(2);
}

describe("dotProductAttention", () => {
  before(async () => setDefaultBackend(await backend.open({})));
  after(() => setDefaultBackend(undefined));

  const query = draw(1, queries, heads, size);
  const scale = 1 / Math.sqrt(size);
  const never = Number.NEGATIVE_INFINITY;

  async function compare(
    key: Tensor,
    value: Tensor,
    options: Parameters<typeof ops.dotProductAttention>[3],
    logit: (query: number, key: number, product: number) => number,
  ): Promise<void> {
    const result = await ops.dotProductAttention(query, key, value, options).data();
    const arrays = await Promise.all([query, key, value].map((x) => x.array()));
    attend(arrays as [Nested, Nested, Nested], logit).forEach((expected, i) => {
      expect(result[i]).to.be.closeTo(expected, 1e-5);
    });
  }

  for (const shared of [4, 2, 1]) {
    it(`with ${shared} heads of keys and values`, async () => {
      const [key, value] = [draw(1, keys, shared, size), draw(1, keys, shared, size)];
      await compare(key, value, {}, (_i, _j, product) => product * scale);
    });
  }

  it("with bias, mask, scale and cap, and causal", async () => {
    const [key, value] = [draw(1, keys, heads, size), draw(1, keys, heads, size)];
    await compare(key, value, { isCausal: true }, (i, j, product) =>
      j <= i ? product * scale : never,
    );
    const mask = [[true, true, false, true]];
    await compare(key, value, { mask, isCausal: true, scale: 2 }, (i, j, product) =>
      j <= i && j !== 2 ? product * 2 : never,
    );
    const bias = [[0, 1, 2, 3]];
    await compare(key, value, { bias, mask }, (_i, j, product) =>
      j === 2 ? never : product * scale + j,
    );
    await compare(
      key,
      value,
      { attnLogitsSoftCap: 0.5 },
      (_i, _j, product) => 0.5 * Math.tanh((product * scale) / 0.5),
    );
  });

  it("keeps lengths symbolic", () => {
    const open = new Tensor({
      op: "input",
      shape: [symbol("batch"), symbol("time"), heads, size],
      dtype: "float32",
    });
    const y = ops.dotProductAttention(open, open, open, { isCausal: true });
    expect(y.shape.map(String)).to.deep.equal(["batch", "time", "4", "2"]);
  });

  it("says what does not fit", () => {
    expect(() => ops.dotProductAttention([[1]], query, query)).to.throw(
      ShapeError,
      "dotProductAttention: the inputs need four axes. Expected [batch, length, heads, size], received query [1, 1], key [1, 3, 4, 2], value [1, 3, 4, 2].",
    );
    expect(() => ops.dotProductAttention(query, draw(1, 3, 3, size), draw(1, 3, 3, size))).to.throw(
      ShapeError,
      /Expected equal sizes of query and key, equal lengths and heads of key and value, and a multiple of their heads in query/,
    );
    expect(() => ops.dotProductAttention(query, query, query, { flashAttention: true })).to.throw(
      ArgumentError,
      "dotProductAttention: there is no flash attention. Expected flashAttention: false or null, received true.",
    );
  });
});
