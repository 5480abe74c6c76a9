import type { HostTensor } from "../backend.js";
import { activeTrace } from "../execution/trace.js";
import { currentPath } from "../graph/scope.js";
import { add } from "../ops/add.js";
import { multiply } from "../ops/multiply.js";
import { isStatic, parseShape, type Shape, type ShapeLike, sizeOf } from "../shape.js";
import { Tensor } from "../tensor/tensor.js";
import { normalFrom, normalWords, uniformFrom } from "./draws.js";
import { type SeedGenerator, toGenerator } from "./generator.js";

type Distribution = "uniform" | "normal";

/** The attributes of a `random` node. */
export interface RandomAttrs {
  readonly generator: SeedGenerator;
  readonly distribution: Distribution;
  /** Where its numbers lie in the stream; without it, every run draws new ones. */
  readonly counter?: number;
}

/** Where the numbers of a source come from. */
export interface RandomOptions {
  /** Default: the global generator, see `setRandomSeed`. */
  readonly seed?: SeedGenerator | number | undefined;
}

/**
 * Numbers uniform in [min, max). Evaluated as often as you like, a tensor keeps its numbers; inside
 * a compiled function every call draws new ones.
 */
export function uniform(
  shape: ShapeLike,
  options: RandomOptions & { readonly min?: number; readonly max?: number } = {},
): Tensor {
  const { min = 0, max = 1, seed } = options;
  const unit = source("uniform", parseShape(shape, "random.uniform"), toGenerator(seed));
  return min === 0 && max === 1 ? unit : add(multiply(unit, max - min), min);
}

/** Normal numbers with the given mean and standard deviation; see {@link uniform} on when they are drawn. */
export function normal(
  shape: ShapeLike,
  options: RandomOptions & { readonly mean?: number; readonly stddev?: number } = {},
): Tensor {
  const { mean = 0, stddev = 1, seed } = options;
  const unit = source("normal", parseShape(shape, "random.normal"), toGenerator(seed));
  return mean === 0 && stddev === 1 ? unit : add(multiply(unit, stddev), mean);
}

/** A random node. Outside a trace its place in the stream is fixed at once. */
export function source(distribution: Distribution, shape: Shape, generator: SeedGenerator): Tensor {
  const fixed = activeTrace() === undefined && isStatic(shape);
  const attrs: RandomAttrs = fixed
    ? { generator, distribution, counter: generator.reserve(wordsFor(distribution, sizeOf(shape))) }
    : { generator, distribution };
  return new Tensor({ op: "random", attrs, shape, dtype: "float32", path: currentPath() });
}

/** The numbers of a random node for one run. */
export function drawSource(node: Tensor, shape: readonly number[]): HostTensor {
  const { generator, distribution, counter } = node.attrs as RandomAttrs;
  const size = sizeOf(shape);
  const count = wordsFor(distribution, size);
  const words = generator.wordsAt(counter ?? generator.reserve(count), count);
  const data = distribution === "uniform" ? uniformFrom(words) : normalFrom(words, size);
  return { dtype: "float32", shape, data };
}

function wordsFor(distribution: Distribution, size: number): number {
  return distribution === "uniform" ? size : normalWords(size);
}
