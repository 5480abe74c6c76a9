import { ops, type Tensor, type TensorLike, tensor } from "@antler/core";
import { alignRanks, checkSameShape } from "./alignment.js";

/** Labels and predictions in one rank and dtype. */
function operands(yTrue: TensorLike, yPred: TensorLike, where: string): readonly [Tensor, Tensor] {
  const predictions = tensor(yPred);
  const [a, b] = alignRanks(ops.cast(yTrue, predictions.dtype), predictions);
  checkSameShape(a, b, where);
  return [a, b];
}

/** Mean over the last axis of (y − ŷ)²: `[batch, …, d]` → `[batch, …]`. */
export function meanSquaredError(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [labels, predictions] = operands(yTrue, yPred, "meanSquaredError");
  return ops.square(predictions.subtract(labels)).mean(-1);
}

/** Mean over the last axis of |y − ŷ|: `[batch, …, d]` → `[batch, …]`. */
export function meanAbsoluteError(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [labels, predictions] = operands(yTrue, yPred, "meanAbsoluteError");
  return predictions.subtract(labels).abs().mean(-1);
}
