import type { DType, TypedArray } from "../dtype.js";
import { convert } from "../dtype.js";
import { sizeOf } from "../shape.js";
import {
  drawTruncatedNormal,
  normalFrom,
  normalWords,
  permutationFrom,
  uniformFrom,
} from "./draws.js";
import type { SeedGenerator } from "./generator.js";
import { Numbers, unit53 } from "./numbers.js";
import { type Parameter, reader } from "./parameters.js";
import { beta, binomial, logGamma } from "./samplers.js";

/** What a random node draws, with its parameters. */
export type Distribution =
  | { readonly kind: "uniform"; readonly minval: number; readonly maxval: number }
  | { readonly kind: "normal" | "truncatedNormal"; readonly mean: number; readonly stddev: number }
  | { readonly kind: "gumbel" }
  | { readonly kind: "permutation" }
  | { readonly kind: "integers"; readonly minval: number; readonly maxval: number }
  | { readonly kind: "gamma"; readonly alpha: Parameter }
  | { readonly kind: "beta"; readonly alpha: Parameter; readonly beta: Parameter }
  | { readonly kind: "binomial"; readonly counts: Parameter; readonly probabilities: Parameter };

/**
 * How many words the numbers take. Where rejection makes that unknown, two: they seed a generator
 * for this draw alone.
 */
export function wordsFor({ kind }: Distribution, size: number): number {
  if (kind === "uniform" || kind === "permutation") return size;
  if (kind === "gumbel" || kind === "integers") return 2 * size;
  return kind === "normal" ? normalWords(size) : 2;
}

/** The numbers of one draw, from the words that {@link wordsFor} asked for. */
export function draw(
  distribution: Distribution,
  words: Uint32Array,
  shape: readonly number[],
  dtype: DType,
  seeded: (words: Uint32Array) => SeedGenerator,
): TypedArray {
  const size = sizeOf(shape);
  const each = (sample: (numbers: Numbers, place: number) => number): TypedArray => {
    const numbers = new Numbers(seeded(words));
    return convert(
      Float64Array.from({ length: size }, (_, i) => sample(numbers, i)),
      dtype,
    );
  };
  const pairs = (sample: (unit: number) => number): TypedArray =>
    convert(
      Float64Array.from({ length: size }, (_, i) =>
        sample(unit53(words[2 * i] as number, words[2 * i + 1] as number)),
      ),
      dtype,
    );
  switch (distribution.kind) {
    case "uniform":
      return between(uniformFrom(words), distribution.minval, distribution.maxval, dtype);
    case "normal":
      return moved(normalFrom(words, size), distribution.mean, distribution.stddev, dtype);
    case "truncatedNormal":
      return moved(
        drawTruncatedNormal(seeded(words), size),
        distribution.mean,
        distribution.stddev,
        dtype,
      );
    case "gumbel":
      return pairs((unit) => -Math.log(-Math.log(unit)));
    case "integers": {
      const { minval, maxval } = distribution;
      return pairs((unit) => minval + Math.floor(unit * (maxval - minval)));
    }
    case "permutation":
      return convert(permutationFrom(words), dtype);
    case "gamma": {
      const alpha = reader(distribution.alpha, shape);
      return each((numbers, i) => Math.exp(logGamma(numbers, alpha(i))));
    }
    case "beta": {
      const [a, b] = [reader(distribution.alpha, shape), reader(distribution.beta, shape)];
      return each((numbers, i) => beta(numbers, a(i), b(i)));
    }
    case "binomial": {
      const { counts, probabilities } = distribution;
      const [n, p] = [reader(counts, shape), reader(probabilities, shape)];
      return each((numbers, i) => binomial(numbers, n(i), p(i)));
    }
  }
}

/** From [0, 1) to [low, high): rounding must not reach the end. */
function between(unit: Float32Array, low: number, high: number, dtype: DType): TypedArray {
  const out = convert(
    low === 0 && high === 1 ? unit : Float64Array.from(unit, (u) => low + u * (high - low)),
    dtype,
  );
  if (low < high) for (let i = 0; i < out.length; i++) if ((out[i] as number) >= high) out[i] = low;
  return out;
}

function moved(unit: Float32Array, mean: number, stddev: number, dtype: DType): TypedArray {
  if (mean === 0 && stddev === 1 && dtype === "float32") return unit;
  return convert(
    Float64Array.from(unit, (z) => mean + stddev * z),
    dtype,
  );
}
