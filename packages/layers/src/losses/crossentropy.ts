import { ops, ShapeError, type Tensor, type TensorLike, tensor } from "@antler/core";
import { alignRanks, checkSameShape, classIndices } from "./alignment.js";

export interface CrossentropyOptions {
  /** Whether predictions are logits, before softmax or sigmoid. Default false. */
  readonly fromLogits?: boolean | undefined;
}

export interface SmoothedCrossentropyOptions extends CrossentropyOptions {
  /** Share of the label that is spread over all classes, in [0, 1]. Default 0. */
  readonly labelSmoothing?: number | undefined;
}

export interface CategoricalCrossentropyOptions extends SmoothedCrossentropyOptions {
  /** The axis of classes. Default: the last. */
  readonly axis?: number | undefined;
}

/** Probabilities are held this far from 0 and 1, as in Keras. */
const epsilon = 1e-7;

/**
 * What `activation` was applied to, if that is how the predictions were made. A logarithm of
 * probabilities loses what their logits still know, so the loss is computed from these.
 */
function logitsOf(
  predictions: Tensor,
  activation: "softmax" | "sigmoid",
  axis = 0,
): Tensor | undefined {
  if (predictions.op !== activation) return undefined;
  if (activation === "softmax" && (predictions.attrs as { axis: number }).axis !== axis)
    return undefined;
  return predictions.inputs[0];
}

/**
 * Binary cross-entropy, mean over the last axis: labels in [0, 1] and predictions `[batch, …, d]` →
 * `[batch, …]`.
 */
export function binaryCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  { fromLogits = false, labelSmoothing = 0 }: SmoothedCrossentropyOptions = {},
): Tensor {
  const given = tensor(yPred);
  const logits = fromLogits ? given : logitsOf(given, "sigmoid");
  const [exact, predictions] = alignRanks(ops.cast(yTrue, given.dtype), logits ?? given);
  checkSameShape(exact, predictions, "binaryCrossentropy");
  const labels =
    labelSmoothing === 0 ? exact : exact.multiply(1 - labelSmoothing).add(labelSmoothing / 2);
  if (logits !== undefined) {
    return ops.softplus(predictions).subtract(predictions.multiply(labels)).mean(-1);
  }
  const p = ops.clip(predictions, epsilon, 1 - epsilon);
  const hit = labels.multiply(p.log());
  const miss = ops.subtract(1, labels).multiply(ops.subtract(1, p).log());
  return hit.add(miss).mean(-1).negative();
}

/** log p of every class along `axis`; probabilities are made to sum to 1 first, as in Keras. */
function logProbabilities(predictions: Tensor, fromLogits: boolean, axis: number): Tensor {
  const logits = fromLogits ? predictions : logitsOf(predictions, "softmax", axis);
  if (logits !== undefined) return ops.logSoftmax(logits, axis);
  const p = predictions.divide(predictions.sum(axis, { keepdims: true }));
  return ops.clip(p, epsilon, 1 - epsilon).log();
}

/**
 * Cross-entropy of one-hot (or soft) labels: both `[batch, …, classes]` → `[batch, …]`.
 * @throws ShapeError if the shapes have different ranks
 */
export function categoricalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  { fromLogits = false, labelSmoothing = 0, axis = -1 }: CategoricalCrossentropyOptions = {},
): Tensor {
  const predictions = tensor(yPred);
  const exact = ops.cast(yTrue, predictions.dtype);
  const at = axis < 0 ? axis + predictions.rank : axis;
  if (exact.rank !== predictions.rank || exact.shape[at] !== predictions.shape[at]) {
    throw new ShapeError(
      `categoricalCrossentropy: labels and predictions differ. Expected one-hot labels of shape [${predictions.shape.join(", ")}], received [${exact.shape.join(", ")}]. For integer labels use sparseCategoricalCrossentropy.`,
    );
  }
  const classes = ops.dimension(predictions.shape[at] ?? 1, predictions.dtype);
  const labels =
    labelSmoothing === 0
      ? exact
      : exact.multiply(1 - labelSmoothing).add(ops.divide(labelSmoothing, classes));
  return labels
    .multiply(logProbabilities(predictions, fromLogits, at))
    .sum(at)
    .negative();
}

/**
 * Cross-entropy of integer labels `[batch, …]` (or `[batch, …, 1]`) and predictions
 * `[batch, …, classes]` → `[batch, …]`.
 * @throws ShapeError if the labels' axes are not those of the predictions without the last
 */
export function sparseCategoricalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  { fromLogits = false }: CrossentropyOptions = {},
): Tensor {
  const predictions = tensor(yPred);
  const labels = classIndices(tensor(yTrue), predictions);
  const classes = predictions.shape.at(-1);
  if (labels.rank !== predictions.rank - 1 || typeof classes !== "number") {
    throw new ShapeError(
      `sparseCategoricalCrossentropy: labels do not fit the predictions. Expected integers of shape [${predictions.shape.slice(0, -1).join(", ")}], received [${labels.shape.join(", ")}]. For one-hot labels use categoricalCrossentropy.`,
    );
  }
  const logP = logProbabilities(predictions, fromLogits, predictions.rank - 1);
  return ops
    .oneHot(labels, classes, -1, { dtype: predictions.dtype })
    .multiply(logP)
    .sum(-1)
    .negative();
}
