import { formatShape, ops, ShapeError, type Tensor, type TensorLike } from "@antler/core";
import { checkNumber, isShare } from "../base/check-number.js";

/** Labels 0 and 1 that are `share` / 2 away from both. */
export function smoothBinary(labels: Tensor, share: number, where: string): Tensor {
  checkShare(share, where);
  return share === 0 ? labels : labels.multiply(1 - share).add(share / 2);
}

/**
 * One-hot labels of which `share` is spread over all classes, in the predictions' dtype.
 * @throws ShapeError if the shapes differ
 */
export function smoothOneHot(
  yTrue: TensorLike,
  predictions: Tensor,
  axis: number,
  share: number,
  where: string,
): Tensor {
  checkShare(share, where);
  const labels = ops.cast(yTrue, predictions.dtype);
  if (labels.rank !== predictions.rank || labels.shape[axis] !== predictions.shape[axis]) {
    throw new ShapeError(
      `${where}: labels and predictions differ. Expected one-hot labels of shape ${formatShape(predictions.shape)}, received ${formatShape(labels.shape)}. For integer labels use sparseCategoricalCrossentropy.`,
    );
  }
  if (share === 0) return labels;
  // Keras counts the last axis, whichever holds the classes.
  const classes = ops.dimension(predictions.shape.at(-1) ?? 1, predictions.dtype);
  return labels.multiply(1 - share).add(ops.divide(share, classes));
}

/** @throws ArgumentError unless the share is between 0 and 1 */
export function checkShare(share: number, where: string): void {
  checkNumber(share, isShare, "a number from 0 to 1", "labelSmoothing", where);
}
