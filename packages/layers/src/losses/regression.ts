import { ops, type Tensor, type TensorLike } from "@antler/core";
import { checkNumber } from "../base/check-number.js";
import { operands } from "./alignment.js";
import { epsilon } from "./constants.js";
import { FunctionLoss } from "./function-loss.js";
import type { LossOptions } from "./loss.js";

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

/** Mean over the last axis of 100 |y − ŷ| / |y|: `[batch, …, d]` → `[batch, …]`, in percent. */
export function meanAbsolutePercentageError(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [labels, predictions] = operands(yTrue, yPred, "meanAbsolutePercentageError");
  const scale = ops.maximum(labels.abs(), epsilon);
  return labels.subtract(predictions).divide(scale).abs().mean(-1).multiply(100);
}

/**
 * Mean over the last axis of (log(y + 1) − log(ŷ + 1))²: `[batch, …, d]` → `[batch, …]`. What is
 * not positive counts as almost 0.
 */
export function meanSquaredLogarithmicError(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [labels, predictions] = operands(yTrue, yPred, "meanSquaredLogarithmicError");
  const logarithm = (x: Tensor): Tensor => ops.maximum(x, epsilon).add(1).log();
  return ops.square(logarithm(predictions).subtract(logarithm(labels))).mean(-1);
}

/** Mean over the last axis of log cosh(ŷ − y), without overflow: `[batch, …, d]` → `[batch, …]`. */
export function logCosh(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [labels, predictions] = operands(yTrue, yPred, "logCosh");
  const error = predictions.subtract(labels);
  return error
    .add(ops.softplus(error.multiply(-2)))
    .subtract(Math.LN2)
    .mean(-1);
}

/** Options of `huber`. */
export interface HuberOptions {
  /** Where the square goes over into a line. Default 1. */
  readonly delta?: number | undefined;
}

/**
 * Mean over the last axis of error² / 2 up to `delta`, and of `delta` |error| − delta² / 2 beyond:
 * `[batch, …, d]` → `[batch, …]`.
 */
export function huber(yTrue: TensorLike, yPred: TensorLike, options: HuberOptions = {}): Tensor {
  const { delta = 1 } = options;
  checkDelta(delta, "huber");
  const [labels, predictions] = operands(yTrue, yPred, "huber");
  const error = predictions.subtract(labels);
  const size = error.abs();
  const near = ops.square(error).multiply(0.5);
  const far = size.multiply(delta).subtract((delta * delta) / 2);
  return ops.where(ops.lessEqual(size, delta), near, far).mean(-1);
}

function checkDelta(delta: number, where: string): void {
  checkNumber(delta, (value) => value >= 0, "a number ≥ 0", "delta", where);
}

/** Options of `cosineSimilarity`. */
export interface AxisOption {
  /** The axis of the vectors. Default: the last. */
  readonly axis?: number | undefined;
}

/** −cos of the angle between labels and predictions along `axis`: −1 is best, 1 worst. */
export function cosineSimilarity(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: AxisOption = {},
): Tensor {
  const { axis = -1 } = options;
  const [labels, predictions] = operands(yTrue, yPred, "cosineSimilarity");
  const product = ops.normalize(labels, axis).multiply(ops.normalize(predictions, axis));
  return product.sum(axis).negative();
}

/** Mean of squared differences. */
export class MeanSquaredError extends FunctionLoss {
  static readonly className = "MeanSquaredError";

  constructor(options: LossOptions = {}) {
    super(meanSquaredError, "mean_squared_error", options);
  }
}

/** Mean of absolute differences. */
export class MeanAbsoluteError extends FunctionLoss {
  static readonly className = "MeanAbsoluteError";

  constructor(options: LossOptions = {}) {
    super(meanAbsoluteError, "mean_absolute_error", options);
  }
}

/** Mean of absolute differences in percent of the labels. */
export class MeanAbsolutePercentageError extends FunctionLoss {
  static readonly className = "MeanAbsolutePercentageError";

  constructor(options: LossOptions = {}) {
    super(meanAbsolutePercentageError, "mean_absolute_percentage_error", options);
  }
}

/** Mean of squared differences of logarithms. */
export class MeanSquaredLogarithmicError extends FunctionLoss {
  static readonly className = "MeanSquaredLogarithmicError";

  constructor(options: LossOptions = {}) {
    super(meanSquaredLogarithmicError, "mean_squared_logarithmic_error", options);
  }
}

/** Mean of log cosh of the differences. */
export class LogCosh extends FunctionLoss {
  static readonly className = "LogCosh";

  constructor(options: LossOptions = {}) {
    super(logCosh, "log_cosh", options);
  }
}

/** Squared differences up to `delta`, absolute ones beyond. */
export class Huber extends FunctionLoss {
  static readonly className = "Huber";

  /** @throws ArgumentError if `delta` is negative */
  constructor({ delta = 1, ...options }: HuberOptions & LossOptions = {}) {
    super((y, p) => huber(y, p, { delta }), "huber_loss", options);
    checkDelta(delta, this.name);
  }
}

/** Minus the cosine between labels and predictions. */
export class CosineSimilarity extends FunctionLoss {
  static readonly className = "CosineSimilarity";

  constructor({ axis = -1, ...options }: AxisOption & LossOptions = {}) {
    super((y, p) => cosineSimilarity(y, p, { axis }), "cosine_similarity", options);
  }
}
