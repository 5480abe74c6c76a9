import { backend as onnx } from "@antler/backend-onnx";
import { backend as reference } from "@antler/backend-reference";
import { backend as tfjs } from "@antler/backend-tfjs";
import {
  ArgumentError,
  compile,
  DTypeError,
  evaluate,
  ops,
  random,
  SeedGenerator,
  ShapeError,
  type Tensor,
  tensor,
} from "@antler/core";
import { expect } from "chai";
import { cdfOf, chiSquare, countsOf, kolmogorovSmirnov } from "./statistics.js";

const backend = await reference.open({});
const size = 100_000;

async function values(x: Tensor): Promise<number[]> {
  const [value] = await evaluate([x], { backend });
  return Array.from(value?.data ?? []);
}

const gaussian = (x: number): number => Math.exp(-0.5 * x * x);

describe("distributions (each test: false alarm 1e-6)", () => {
  it("uniform", async () => {
    const sample = await values(random.uniform([size], { minval: -2, maxval: 3, seed: 1 }));
    expect(kolmogorovSmirnov(sample, (x) => (x + 2) / 5)).to.be.below(1);
    expect(Math.max(...sample.slice(0, 50_000))).to.be.below(3);
  });

  it("uniform never reaches its upper end by rounding", async () => {
    const sample = await values(
      random.uniform([size], { minval: 1, maxval: 1 + 2 ** -22, seed: 2 }),
    );
    expect(new Set(sample)).to.deep.equal(new Set([1, 1 + 2 ** -23]));
  });

  it("normal and truncatedNormal", async () => {
    const options = { mean: 3, stddev: 0.5 };
    const plain = await values(random.normal([size], { ...options, seed: 3 }));
    expect(
      kolmogorovSmirnov(
        plain,
        cdfOf((x) => gaussian((x - 3) / 0.5), -2, 8),
      ),
    ).to.be.below(1);
    const cut = await values(random.truncatedNormal([size], { ...options, seed: 4 }));
    expect(
      kolmogorovSmirnov(
        cut,
        cdfOf((x) => gaussian((x - 3) / 0.5), 2, 4),
      ),
    ).to.be.below(1);
  });

  it("gamma, also below 1 and with a parameter per element", async () => {
    for (const alpha of [0.3, 1, 2.5, 40]) {
      const sample = await values(random.gamma([size], alpha, { seed: 5 }));
      // Of x^alpha instead of x: its density has no pole.
      const power = Math.min(alpha, 1);
      const cdf = cdfOf(
        (y) => y ** (alpha / power - 1) * Math.exp(-(y ** (1 / power))),
        0,
        (alpha + 12 * Math.sqrt(alpha) + 20) ** power,
      );
      expect(
        kolmogorovSmirnov(sample, (x) => cdf(x ** power)),
        String(alpha),
      ).to.be.below(1);
    }
    const pairs = await values(random.gamma([size, 2], [[1, 9]], { seed: 6 }));
    const cdf = cdfOf((x) => x ** 8 * Math.exp(-x), 0, 60);
    expect(
      kolmogorovSmirnov(
        pairs.filter((_, i) => i % 2 === 1),
        cdf,
      ),
    ).to.be.below(1);
    expect(
      kolmogorovSmirnov(
        pairs.filter((_, i) => i % 2 === 0),
        (x) => 1 - Math.exp(-x),
      ),
    ).to.be.below(1);
  });

  it("beta", async () => {
    for (const [a, b] of [
      [1, 3],
      [2.5, 4],
      [30, 7],
    ] as const) {
      const sample = await values(random.beta([size], a, b, { seed: 7 }));
      const cdf = cdfOf((x) => x ** (a - 1) * (1 - x) ** (b - 1), 0, 1);
      expect(kolmogorovSmirnov(sample, cdf), `${a} ${b}`).to.be.below(1);
    }
    // Arcsine law; and parameters so small that gamma numbers underflow.
    const half = await values(random.beta([size], 0.5, 0.5, { seed: 8 }));
    expect(kolmogorovSmirnov(half, (x) => (2 / Math.PI) * Math.asin(Math.sqrt(x)))).to.be.below(1);
    const tiny = await values(random.beta([10_000], 1e-3, 1e-3, { seed: 9 }));
    expect(tiny.some(Number.isNaN)).to.equal(false);
    const ones = tiny.filter((x) => x > 0.5).length;
    expect(chiSquare([ones, tiny.length - ones], [0.5, 0.5])).to.be.below(1);
  });

  it("binomial, few trials and many", async () => {
    for (const [n, p] of [
      [7, 0.3],
      [60, 0.05],
      [500, 0.9],
    ] as const) {
      const sample = await values(random.binomial([size], n, p, { seed: 10 }));
      const probabilities = [(1 - p) ** n];
      for (let k = 1; k <= n; k++) {
        probabilities.push((((probabilities[k - 1] as number) * (n - k + 1)) / k) * (p / (1 - p)));
      }
      // 0.1⁵⁰⁰ is no float64: those outcomes are rare, and fall together with others.
      const exact = n < 500 ? probabilities : reversedBinomial(n, p);
      const counts = countsOf(sample, n + 1);
      const [merged, expected] = mergeRare(counts, exact);
      expect(chiSquare(merged, expected), `${n} ${p}`).to.be.below(1);
    }
    const edge = await values(random.binomial([4], [0, 5, 5, 1000], [0.5, 0, 1, 1], { seed: 1 }));
    expect(edge).to.deep.equal([0, 0, 5, 1000]);
  });

  it("randint, categorical and shuffle", async () => {
    const dice = await values(random.randint([size], 1, 7, { seed: 11 }));
    expect(
      chiSquare(
        countsOf(dice, 7).slice(1),
        Array.from({ length: 6 }, () => 1 / 6),
      ),
    ).to.be.below(1);
    const logits = [[0, 1, -1, 2].map((x) => x / 2), [3, 0, 0, Number.NEGATIVE_INFINITY]];
    const drawn = await values(random.categorical(logits, size, { seed: 12 }));
    logits.forEach((row, i) => {
      const total = row.reduce((sum, x) => sum + Math.exp(x), 0);
      const counts = countsOf(drawn.slice(i * size, (i + 1) * size), 4);
      const [kept, expected] = mergeRare(
        counts,
        row.map((x) => Math.exp(x) / total),
      );
      expect(chiSquare(kept, expected)).to.be.below(1);
    });
    expect(countsOf(drawn.slice(size), 4)[3]).to.equal(0);
    const orders = new Map<string, number>();
    const generator = new SeedGenerator(13);
    for (let i = 0; i < 5000; i++) {
      const key = (await values(random.shuffle([0, 1, 2, 3], 0, { seed: generator }))).join("");
      orders.set(key, (orders.get(key) ?? 0) + 1);
    }
    expect(orders.size).to.equal(24);
    expect(
      chiSquare(
        [...orders.values()],
        Array.from({ length: 24 }, () => 1 / 24),
      ),
    ).to.be.below(1);
  });

  it("dropout keeps the mean, and shares decisions along noiseShape", async () => {
    const dropped = await values(random.dropout(ops.ones([size]), 0.3, { seed: 14 }));
    const kept = dropped.filter((x) => x !== 0);
    expect(new Set(kept)).to.deep.equal(new Set([Math.fround(1 / Math.fround(0.7))]));
    expect(chiSquare([kept.length, size - kept.length], [0.7, 0.3])).to.be.below(1);
    const rows = random.dropout(ops.ones([50, 4]), 0.5, { noiseShape: [null, 1], seed: 15 });
    const spread = await values(ops.subtract(ops.max(rows, 1), ops.min(rows, 1)));
    expect(Math.max(...spread)).to.equal(0);
    expect(await values(random.dropout([1, 2], 1))).to.deep.equal([0, 0]);
  });
});

/** The upper tail first, where the lower underflows. */
function reversedBinomial(n: number, p: number): number[] {
  const upper = [p ** n];
  for (let k = 1; k <= n; k++) {
    upper.push((((upper[k - 1] as number) * (n - k + 1)) / k) * ((1 - p) / p));
  }
  return upper.reverse();
}

/** Outcomes that are expected fewer than ten times count as one. */
function mergeRare(
  counts: readonly number[],
  probabilities: readonly number[],
): [number[], number[]] {
  const n = counts.reduce((sum, count) => sum + count, 0);
  const common = probabilities.map((p) => n * p >= 10);
  const rest = (list: readonly number[]): number =>
    list.reduce((sum, x, i) => sum + (common[i] ? 0 : x), 0);
  const pick = (list: readonly number[]): number[] => list.filter((_, i) => common[i]);
  const left = rest(probabilities);
  if (n * left < 1e-3) return [pick(counts), pick(probabilities)];
  return [
    [...pick(counts), rest(counts)],
    [...pick(probabilities), left],
  ];
}

describe("random tensors", () => {
  const draws: Readonly<Record<string, (seed: SeedGenerator | number) => Tensor>> = {
    uniform: (seed) => random.uniform([3, 5], { minval: -1, maxval: 7, seed }),
    normal: (seed) => random.normal([3, 5], { mean: 1, stddev: 3, seed }),
    truncatedNormal: (seed) => random.truncatedNormal([3, 5], { seed }),
    gamma: (seed) => random.gamma([3, 5], 1.5, { seed }),
    beta: (seed) => random.beta([3, 5], 2, 0.5, { seed }),
    binomial: (seed) => random.binomial([3, 5], 30, 0.4, { seed }),
    randint: (seed) => random.randint([3, 5], -4, 9, { seed }),
    categorical: (seed) => random.categorical([[1, 2, 3, 0.5]], 15, { seed }),
    shuffle: (seed) => random.shuffle(ops.reshape(ops.iota(15, "float32"), [3, 5]), 1, { seed }),
    dropout: (seed) => random.dropout(ops.ones([3, 5]), 0.5, { seed }),
  };

  it("are the same on every backend, bit for bit", async () => {
    const others = [await onnx.open({}), await tfjs.open({ device: "wasm" })];
    for (const [name, make] of Object.entries(draws)) {
      const [expected] = await evaluate([make(7)], { backend });
      for (const other of others) {
        const [received] = await evaluate([make(7)], { backend: other });
        expect(received, `${name} on ${other.name}`).to.deep.equal(expected);
      }
    }
    for (const other of others) await other.close();
  }).timeout(60_000);

  it("differ from draw to draw of a generator, and repeat for an integer", async () => {
    for (const [name, make] of Object.entries(draws)) {
      const generator = new SeedGenerator(8);
      const [first, second] = [await values(make(generator)), await values(make(generator))];
      expect(first, name).not.to.deep.equal(second);
      expect(await values(make(8)), name).to.deep.equal(first);
      expect(await values(make(8)), name).to.deep.equal(first);
    }
  });

  it("are drawn anew by every call of a compiled function, unless the seed is an integer", async () => {
    const generator = new SeedGenerator(9);
    const step = compile(
      (x: Tensor) => [
        random.gamma(x.shape, 2, { seed: generator }),
        random.gamma(x.shape, 2, { seed: 9 }),
      ],
      { backend, inputs: [{ shape: ["batch", 2] }] },
    );
    const run = async (): Promise<number[][]> =>
      Promise.all(
        (
          await step(
            tensor([
              [0, 0],
              [0, 0],
              [0, 0],
            ]),
          )
        ).map(values),
      );
    const [[a, fixed], [b, again]] = [await run(), await run()] as [number[][], number[][]];
    expect(a).not.to.deep.equal(b);
    expect(fixed).to.deep.equal(again);
    await step.close();
  });

  it("have the dtype that is asked for", async () => {
    const [wide] = await evaluate([random.uniform([2], { dtype: "float64", seed: 1 })], {
      backend,
    });
    expect(wide?.dtype).to.equal("float64");
    expect(random.randint([2], 0, 5, { dtype: "uint8" }).dtype).to.equal("uint8");
    expect(random.categorical([[0, 0]], 3, { dtype: "int64" }).dtype).to.equal("int64");
    expect(random.normal([2]).dtype).to.equal("float32");
  });

  it("refuse what can't be drawn", async () => {
    expect(() => random.uniform([2], { minval: 2, maxval: 1 })).to.throw(
      ArgumentError,
      "random.uniform: expected finite minval ≤ maxval, received 2 and 1.",
    );
    expect(() => random.normal([2], { stddev: -1 })).to.throw(
      ArgumentError,
      "random.normal: expected a finite mean and a non-negative stddev, received 0 and -1.",
    );
    expect(() => random.normal([2], { dtype: "int32" })).to.throw(
      DTypeError,
      "random.normal: expected a float dtype, received int32. Cast the result.",
    );
    expect(() => random.randint([2], 3, 3)).to.throw(
      ArgumentError,
      "random.randint: expected integers minval < maxval, received 3 and 3.",
    );
    expect(() => random.categorical([1, 2], 3)).to.throw(
      ShapeError,
      "random.categorical: expected logits [batch, classes], received shape [2].",
    );
    expect(() => random.gamma([3], [1, 2])).to.throw(
      ShapeError,
      "random.gamma: a parameter of shape [2] does not broadcast to [3].",
    );
    expect(() => random.gamma([1], ops.add(tensor([1]), 1))).to.throw(
      ArgumentError,
      /^random.gamma: alpha must be known when the numbers are drawn.*Read it first: await alpha.data\(\)\.$/,
    );
    expect(() => random.dropout([1], 1.5)).to.throw(
      ArgumentError,
      "random.dropout: rate must be a number from 0 to 1, received 1.5.",
    );
    expect(() => random.dropout([1, 2], 0.5, { noiseShape: [1, 1] })).to.throw(
      ShapeError,
      "random.dropout: noiseShape must have 1 entries, one per axis of [2], received [1,1].",
    );
    expect(() => random.shuffle([1, 2], 1)).to.throw(ShapeError, "random.shuffle: axis 1");
  });

  it("come from generators that tell their seed", () => {
    const generator = new SeedGenerator(5, { name: "mine" });
    expect(generator.getConfig()).to.deep.equal({ seed: 5, name: "mine" });
    expect(SeedGenerator.fromConfig(generator.getConfig()).seed).to.equal(5);
    expect(new SeedGenerator().getConfig().seed).to.equal(null);
    expect(generator.next()).not.to.deep.equal(generator.next());
  });
});
