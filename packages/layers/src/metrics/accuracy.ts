import { floatX, ops, type Tensor, type TensorLike, tensor } from "@antler/core";
import { checkNumber, isShare } from "../base/check-number.js";
import { alignRanks, classIndices } from "../losses/alignment.js";
import { labelKind } from "../losses/choice.js";
import { FunctionMetric } from "./mean-metric.js";
import type { MetricOptions } from "./metric.js";

/** 1 where the prediction is the label, element by element. */
export function accuracy(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const given = tensor(yPred);
  return hits(...alignRanks(ops.cast(yTrue, given.dtype), given));
}

/** Options of `binaryAccuracy`. */
export interface BinaryAccuracyOptions {
  /** Predictions above it count as 1. Default 0.5. */
  readonly threshold?: number | undefined;
}

/** 1 where the prediction is on the label's side of `threshold`, element by element. */
export function binaryAccuracy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: BinaryAccuracyOptions = {},
): Tensor {
  const { threshold = 0.5 } = options;
  const [labels, predictions] = alignRanks(tensor(yTrue), tensor(yPred));
  return hits(labels, ops.cast(ops.greater(predictions, threshold), labels.dtype));
}

/** 1 where the largest prediction is at the largest label: both `[…, classes]` → `[…]`. */
export function categoricalAccuracy(yTrue: TensorLike, yPred: TensorLike): Tensor {
  return hits(ops.argmax(yTrue, -1), ops.argmax(yPred, -1));
}

/** 1 where the largest prediction is at the integer label: `[…]` and `[…, classes]` → `[…]`. */
export function sparseCategoricalAccuracy(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const predictions = tensor(yPred);
  const matches = hits(classIndices(tensor(yTrue), predictions), ops.argmax(predictions, -1));
  return matches.rank > 1 && matches.shape.at(-1) === 1 ? ops.squeeze(matches, -1) : matches;
}

/** The accuracy that the shapes ask for, by Keras's rule. */
function accuracyFor(yTrue: Tensor, yPred: Tensor): Tensor {
  const of = {
    binary: binaryAccuracy,
    sparse: sparseCategoricalAccuracy,
    oneHot: categoricalAccuracy,
  };
  return of[labelKind(yTrue, yPred)](yTrue, yPred);
}

export function hits(labels: Tensor, predictions: Tensor): Tensor {
  return ops.cast(ops.equal(labels, predictions), floatX);
}

/** How often predictions are the labels. */
export class Accuracy extends FunctionMetric {
  static readonly className = "Accuracy";

  constructor(options: MetricOptions = {}) {
    super(accuracy, "accuracy", "up", options);
  }
}

/** Share of predictions on the label's side of `threshold`. */
export class BinaryAccuracy extends FunctionMetric {
  static readonly className = "BinaryAccuracy";

  /** @throws ArgumentError unless `threshold` is between 0 and 1 */
  constructor({ threshold = 0.5, ...rest }: BinaryAccuracyOptions & MetricOptions = {}) {
    const config = { threshold };
    super((y, p) => binaryAccuracy(y, p, config), "binary_accuracy", "up", rest, config);
    checkNumber(threshold, isShare, "a number from 0 to 1", "threshold", this.name);
  }
}

/** Share of samples whose largest prediction is the one-hot label's class. */
export class CategoricalAccuracy extends FunctionMetric {
  static readonly className = "CategoricalAccuracy";

  constructor(options: MetricOptions = {}) {
    super(categoricalAccuracy, "categorical_accuracy", "up", options);
  }
}

/** Share of samples whose largest prediction is the integer label. */
export class SparseCategoricalAccuracy extends FunctionMetric {
  static readonly className = "SparseCategoricalAccuracy";

  constructor(options: MetricOptions = {}) {
    super(sparseCategoricalAccuracy, "sparse_categorical_accuracy", "up", options);
  }
}

/** What `"accuracy"` means in `compile`. */
export class AccuracyForShapes extends FunctionMetric {
  constructor(options: MetricOptions = {}) {
    super(accuracyFor, "accuracy", "up", options);
  }
}
