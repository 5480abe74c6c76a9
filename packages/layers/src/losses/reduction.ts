import {
  ArgumentError,
  broadcastShapes,
  narrow,
  ops,
  sizeOf,
  suggestion,
  type Tensor,
} from "@antler/core";
import type { WeightTensors } from "../base/weighting.js";
import { alignRanks } from "./alignment.js";

/** How the losses of the samples become one number, as Keras writes it. */
const reductions = [
  "sum_over_batch_size",
  "sum",
  "mean",
  "mean_with_sample_weight",
  "none",
] as const;

/** A reduction as configs hold it. */
export type StandardReduction = (typeof reductions)[number] | null;

/**
 * How the losses of the samples become one number. `"sum_over_batch_size"` and `"mean"`: their sum
 * over their count; `"mean_with_sample_weight"`: over the sum of the weights; `"none"` and `null`:
 * they stay as they are.
 */
export type Reduction = StandardReduction | "sumOverBatchSize" | "meanWithSampleWeight";

/** @throws ArgumentError for an unknown reduction, with the nearest one */
export function standardReduction(reduction: Reduction, where: string): StandardReduction {
  if (reduction === null) return null;
  const name = String(reduction).replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const found = reductions.find((candidate) => candidate === name);
  if (found !== undefined) return found;
  throw new ArgumentError(
    `${where}: unknown reduction ${JSON.stringify(reduction)}. Expected null or one of ${reductions.join(", ")}.` +
      suggestion(String(reduction), reductions),
  );
}

/** Losses `[batch, …]`, weighed and reduced: a scalar, unless they stay as they are. */
export function reduceWeighted(
  values: Tensor,
  weighting: WeightTensors,
  reduction: StandardReduction,
): Tensor {
  const weight = mergeMask(weighting, values.dtype, reduction);
  if (weight === undefined) return reduce(values, undefined, reduction);
  const [losses, factors] = alignWeight(values, weight);
  return reduce(losses.multiply(factors), factors, reduction);
}

function reduce(values: Tensor, weight: Tensor | undefined, reduction: StandardReduction): Tensor {
  if (reduction === null || reduction === "none") return values;
  if (values.rank === 0 || (values.rank === 1 && values.shape[0] === 0)) return values;
  if (reduction === "sum") return values.sum();
  if (reduction === "mean_with_sample_weight" && weight !== undefined) {
    return ops.divideNoNan(values.sum(), weight.sum());
  }
  // As of every quotient, 64 bits remain only where they are the default.
  return ops.cast(values.mean(), narrow(values.dtype));
}

/** Mask and sample weight as one weight; `undefined` if there is neither. */
export function mergeMask(
  { sampleWeight, mask }: WeightTensors,
  dtype: Tensor["dtype"],
  reduction: StandardReduction,
): Tensor | undefined {
  const weight = sampleWeight === undefined ? undefined : ops.cast(sampleWeight, dtype);
  if (mask === undefined) return weight;
  let kept = ops.cast(mask, dtype);
  if (reduction === "mean" || reduction === "sum_over_batch_size") {
    // The mean is over what the mask keeps.
    kept = kept.multiply(ops.divideNoNan(ops.dimension(sizeOf(kept.shape), dtype), kept.sum()));
  }
  if (weight === undefined) return kept;
  const [factors, weights] =
    kept.rank >= weight.rank ? alignWeight(kept, weight) : alignWeight(weight, kept).toReversed();
  return (weights as Tensor).multiply(factors as Tensor);
}

/**
 * Values `[batch, …]` beside a weight of lower rank that counts from the front: axes of size 1 are
 * added behind, unless the weight fits already.
 */
export function alignWeight(values: Tensor, weight: Tensor): readonly [Tensor, Tensor] {
  const [a, b] = alignRanks(values, weight);
  if (b.rank === 0 || b.rank >= a.rank || broadcasts(a, b)) return [a, b];
  const behind = Array.from({ length: a.rank - b.rank }, () => 1);
  return [a, ops.reshape(b, [...b.shape, ...behind])];
}

function broadcasts(a: Tensor, b: Tensor): boolean {
  try {
    broadcastShapes("", a.shape, b.shape);
    return true;
  } catch {
    return false;
  }
}
