import { ops, type Tensor } from "@antler/core";
import { epsilon } from "./constants.js";

/**
 * What `activation` was applied to, if that is how the predictions were made. A logarithm of
 * probabilities loses what their logits still know, so losses are computed from these.
 */
export function logitsOf(
  predictions: Tensor,
  activation: "softmax" | "sigmoid",
  axis = 0,
): Tensor | undefined {
  if (predictions.op !== activation) return undefined;
  if (activation === "softmax" && (predictions.attrs as { axis: number }).axis !== axis)
    return undefined;
  return predictions.inputs[0];
}

/** Probabilities that sum to 1 along `axis`, held away from 0 and 1. */
export function shares(predictions: Tensor, axis: number): Tensor {
  const sum = predictions.sum(axis, { keepdims: true });
  return ops.clip(predictions.divide(sum), epsilon, 1 - epsilon);
}
