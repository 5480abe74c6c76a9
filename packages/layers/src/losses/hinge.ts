import { ops, type Tensor, type TensorLike } from "@antler/core";
import { operands } from "./alignment.js";
import { FunctionLoss } from "./function-loss.js";
import type { LossOptions } from "./loss.js";

/** Mean over the last axis of max(1 − y ŷ, 0), labels −1 or 1 (or 0 or 1): `[batch, …, d]` → `[batch, …]`. */
export function hinge(yTrue: TensorLike, yPred: TensorLike): Tensor {
  return margins(yTrue, yPred, "hinge").mean(-1);
}

/** Mean over the last axis of max(1 − y ŷ, 0)², labels as for `hinge`: `[batch, …, d]` → `[batch, …]`. */
export function squaredHinge(yTrue: TensorLike, yPred: TensorLike): Tensor {
  return ops.square(margins(yTrue, yPred, "squaredHinge")).mean(-1);
}

/**
 * max(best wrong − right + 1, 0) along the last axis, labels one-hot:
 * `[batch, …, classes]` → `[batch, …]`.
 */
export function categoricalHinge(yTrue: TensorLike, yPred: TensorLike): Tensor {
  const [labels, predictions] = operands(yTrue, yPred, "categoricalHinge");
  const right = labels.multiply(predictions).sum(-1);
  const wrong = ops.subtract(1, labels).multiply(predictions).max(-1);
  return ops.maximum(wrong.subtract(right).add(1), 0);
}

/** max(1 − y ŷ, 0) */
function margins(yTrue: TensorLike, yPred: TensorLike, where: string): Tensor {
  const [labels, predictions] = operands(yTrue, yPred, where);
  return ops.maximum(ops.subtract(1, signed(labels).multiply(predictions)), 0);
}

/** Labels 0 and 1 as −1 and 1, if all of them are 0 or 1; else as they are. */
function signed(labels: Tensor): Tensor {
  const binary = ops.logicalOr(labels.equal(0), labels.equal(1));
  const isBinary = ops.cast(ops.all(binary), labels.dtype);
  // Once or twice the label, minus nothing or 1: no branch is computed for nothing.
  return labels.multiply(isBinary.add(1)).subtract(isBinary);
}

/** Hinge loss of labels −1 or 1. */
export class Hinge extends FunctionLoss {
  static readonly className = "Hinge";

  constructor(options: LossOptions = {}) {
    super(hinge, "hinge", options);
  }
}

/** Squared hinge loss of labels −1 or 1. */
export class SquaredHinge extends FunctionLoss {
  static readonly className = "SquaredHinge";

  constructor(options: LossOptions = {}) {
    super(squaredHinge, "squared_hinge", options);
  }
}

/** Hinge loss of one-hot labels. */
export class CategoricalHinge extends FunctionLoss {
  static readonly className = "CategoricalHinge";

  constructor(options: LossOptions = {}) {
    super(categoricalHinge, "categorical_hinge", options);
  }
}
