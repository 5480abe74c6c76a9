import { formatShape, ops, ShapeError, type Tensor, type TensorLike, tensor } from "@antler/core";

/**
 * Keras's rule for labels `[n]` beside predictions `[n, 1]`, or the reverse: ranks that differ by a
 * last axis of size 1 are made equal. Anything else passes through.
 * @param expandVectors - whether a vector gets the axis; else the other one loses it
 */
export function alignRanks(a: Tensor, b: Tensor, expandVectors = true): readonly [Tensor, Tensor] {
  if (a.rank === b.rank + 1 && a.shape.at(-1) === 1) {
    return b.rank === 1 && expandVectors ? [a, ops.expandDims(b, -1)] : [ops.squeeze(a, -1), b];
  }
  if (b.rank === a.rank + 1 && b.shape.at(-1) === 1) {
    return a.rank === 1 && expandVectors ? [ops.expandDims(a, -1), b] : [a, ops.squeeze(b, -1)];
  }
  return [a, b];
}

/**
 * Labels and predictions in one rank, shape and dtype: that of the predictions.
 * @throws ShapeError if a known dimension differs
 */
export function operands(
  yTrue: TensorLike,
  yPred: TensorLike,
  where: string,
): readonly [Tensor, Tensor] {
  const predictions = tensor(yPred);
  const [a, b] = alignRanks(ops.cast(yTrue, predictions.dtype), predictions);
  checkSameShape(a, b, where);
  return [a, b];
}

/** Labels `[…, 1]` without the last axis where predictions have as many axes; as int32. */
export function classIndices(yTrue: Tensor, yPred: Tensor, axis = -1): Tensor {
  const isColumn = yTrue.rank === yPred.rank && yTrue.rank > 0 && yTrue.shape.at(axis) === 1;
  return ops.cast(isColumn ? ops.squeeze(yTrue, axis) : yTrue, "int32");
}

/**
 * Labels that would only fit by broadcasting are a mistake that nobody notices: a wrong loss.
 * @throws ShapeError if a known dimension differs
 */
export function checkSameShape(labels: Tensor, predictions: Tensor, where: string): void {
  const fits =
    labels.rank === predictions.rank &&
    labels.shape.every((dim, i) => {
      const other = predictions.shape[i];
      return typeof dim !== "number" || typeof other !== "number" || dim === other;
    });
  if (fits) return;
  throw new ShapeError(
    `${where}: labels and predictions differ. Expected labels of shape ${formatShape(predictions.shape)}, received ${formatShape(labels.shape)}.`,
  );
}
