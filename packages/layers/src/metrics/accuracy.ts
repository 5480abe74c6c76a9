import { ops, type Tensor, type TensorLike, tensor } from "@antler/core";
import { alignRanks, classIndices } from "../losses/alignment.js";

/** Share of the last axis where the prediction is on the label's side of `threshold`. */
export function binaryAccuracy(yTrue: TensorLike, yPred: TensorLike, threshold = 0.5): Tensor {
  const given = tensor(yPred);
  const [labels, predictions] = alignRanks(ops.cast(yTrue, given.dtype), given);
  const decided = ops.cast(ops.greater(predictions, threshold), given.dtype);
  return ops.cast(labels.equal(decided), "float32").mean(-1);
}

/** 1 where the largest prediction is at the largest label: both `[…, classes]` → `[…]`. */
export function categoricalAccuracy(yTrue: TensorLike, yPred: TensorLike): Tensor {
  return ops.cast(ops.argmax(yTrue, -1).equal(ops.argmax(yPred, -1)), "float32");
}

/** 1 where the largest prediction is at the integer label: `[…]` and `[…, classes]` → `[…]`. */
export function sparseCategoricalAccuracy(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const predictions = tensor(yPred);
  const labels = classIndices(tensor(yTrue), predictions);
  return ops.cast(labels.equal(ops.argmax(predictions, -1)), "float32");
}

/** The accuracy that the shapes ask for, by Keras's rule. */
export function accuracy(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [labels, predictions] = [tensor(yTrue), tensor(yPred)];
  if (predictions.shape.at(-1) === 1) return binaryAccuracy(labels, predictions);
  const isSparse = labels.rank < predictions.rank || labels.shape.at(-1) === 1;
  return (isSparse ? sparseCategoricalAccuracy : categoricalAccuracy)(labels, predictions);
}
