import type { HostTensor } from "../backend.js";
import { type DType, floatX } from "../dtype.js";
import { activeTrace } from "../execution/trace.js";
import { currentPath } from "../graph/scope.js";
import { isStatic, type Shape, sizeOf } from "../shape.js";
import { Tensor } from "../tensor/tensor.js";
import { type Distribution, draw, wordsFor } from "./distributions.js";
import { type Seed, type SeedGenerator, seededBy, toGenerator } from "./generator.js";

/** The attributes of a `random` node. */
export interface RandomAttrs {
  readonly generator: SeedGenerator;
  readonly distribution: Distribution;
  /** Where its numbers lie in the stream; without it, every run draws new ones. */
  readonly counter?: number;
}

/** Where the numbers of a source come from. */
export interface RandomOptions {
  /**
   * A generator goes on with every draw; an integer gives the same numbers every time. Default: the
   * global generator, see `setRandomSeed`.
   */
  readonly seed?: Seed;
}

/** A random node. Outside a trace its place in the stream is fixed at once. */
export function source(
  distribution: Distribution,
  shape: Shape,
  seed: Seed,
  dtype: DType = floatX,
): Tensor {
  const generator = toGenerator(seed);
  const counter =
    typeof seed === "number"
      ? 0
      : activeTrace() === undefined && isStatic(shape)
        ? generator.reserve(wordsFor(distribution, sizeOf(shape)))
        : undefined;
  const attrs: RandomAttrs = {
    generator,
    distribution,
    ...(counter === undefined ? {} : { counter }),
  };
  return new Tensor({ op: "random", attrs, shape, dtype, path: currentPath() });
}

/** The same source of another shape, on inputs of other sizes. */
export function resized(node: Tensor, shape: Shape): Tensor {
  const { generator, distribution, counter } = node.attrs as RandomAttrs;
  if (counter === undefined) return source(distribution, shape, generator, node.dtype);
  const attrs: RandomAttrs = { generator, distribution, counter };
  return new Tensor({ op: "random", attrs, shape, dtype: node.dtype, path: currentPath() });
}

/** The numbers of a random node for one run. */
export function drawSource(node: Tensor, shape: readonly number[]): HostTensor {
  const { generator, distribution, counter } = node.attrs as RandomAttrs;
  const count = wordsFor(distribution, sizeOf(shape));
  const words = generator.wordsAt(counter ?? generator.reserve(count), count);
  const { dtype } = node;
  return { dtype, shape, data: draw(distribution, words, shape, dtype, seededBy) };
}
