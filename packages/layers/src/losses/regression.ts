import { type Tensor, type TensorLike, ops, tensor } from "@antler/core";
import { alignRanks } from "./alignment.js";

/** Labels and predictions in one rank and dtype. */
function operands(yTrue: TensorLike, yPred: TensorLike): readonly [Tensor, Tensor] {
  const predictions = tensor(yPred);
  return alignRanks(ops.cast(yTrue, predictions.dtype), predictions);
}

/** Mean over the last axis of (y − ŷ)²: `[batch, …, d]` → `[batch, …]`. */
export function meanSquaredError(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [labels, predictions] = operands(yTrue, yPred);
  return ops.square(predictions.subtract(labels)).mean(-1);
}

/** Mean over the last axis of |y − ŷ|: `[batch, …, d]` → `[batch, …]`. */
export function meanAbsoluteError(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [labels, predictions] = operands(yTrue, yPred);
  return predictions.subtract(labels).abs().mean(-1);
}
