import { formatShape, ops, ShapeError, type Tensor, type TensorLike, tensor } from "@antler/core";
import { checkNumber } from "../base/check-number.js";
import { ClassIndexLoss } from "./function-loss.js";
import type { LossFunction, LossOptions } from "./loss.js";

/**
 * (1 − pᵠ) / q, p the probability of the label's class: between cross-entropy (q → 0) and absolute
 * error (q → 1), and less moved by wrong labels (Zhang and Sabuncu, 2018). Integer labels `[batch, …]`
 * and predictions `[batch, …, classes]` → `[batch, …]`.
 */
export function categoricalGeneralizedCrossEntropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  q: number,
): Tensor {
  const where = "categoricalGeneralizedCrossEntropy";
  checkQ(q, where);
  const predictions = tensor(yPred);
  const classes = predictions.shape.at(-1);
  if (typeof classes !== "number") {
    throw new ShapeError(
      `${where}: the number of classes is unknown. Expected predictions with a fixed last axis, received ${formatShape(predictions.shape)}.`,
    );
  }
  const p = predictions
    .multiply(ops.oneHot(yTrue, classes, -1, { dtype: predictions.dtype }))
    .sum(-1);
  return ops.subtract(1, ops.power(p, q)).divide(q);
}

function checkQ(q: number, where: string): void {
  checkNumber(q, (value) => value > 0 && value < 1, "a number between 0 and 1", "q", where);
}

export interface CategoricalGeneralizedCrossEntropyOptions extends LossOptions {
  /** Between 0 and 1. Default 0.5. */
  readonly q?: number | undefined;
}

/** Cross-entropy of integer labels that wrong labels move less. */
export class CategoricalGeneralizedCrossEntropy extends ClassIndexLoss {
  static readonly className = "CategoricalGeneralizedCrossEntropy";

  /** @throws ArgumentError unless 0 < `q` < 1 */
  constructor({ q = 0.5, ...options }: CategoricalGeneralizedCrossEntropyOptions = {}) {
    const perSample: LossFunction = (y, p) => categoricalGeneralizedCrossEntropy(y, p, q);
    super(perSample, "categorical_generalized_cross_entropy", options, { q });
    checkQ(q, this.name);
  }
}
