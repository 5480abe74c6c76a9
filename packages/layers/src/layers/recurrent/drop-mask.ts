import {
  type DType,
  ops,
  random,
  type SeedGenerator,
  type Shape,
  type ShapeLike,
  type Tensor,
} from "@antler/core";

/** 0 for a random share of the elements, 1 / (1 − rate) for the others. */
export function dropMask(
  shape: Shape,
  rate: number,
  seed: SeedGenerator | undefined,
  dtype: DType,
): Tensor {
  if (rate === 1) return ops.zeros(shape, dtype);
  const draws = random.uniform(shape as ShapeLike, seed === undefined ? {} : { seed });
  const kept = ops.cast(ops.greaterEqual(draws, rate), dtype);
  return ops.multiply(kept, 1 / (1 - rate));
}
