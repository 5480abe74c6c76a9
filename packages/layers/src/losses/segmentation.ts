import { type Axis, ops, type Tensor, type TensorLike } from "@antler/core";
import { operands } from "./alignment.js";
import { epsilon } from "./constants.js";
import { FunctionLoss } from "./function-loss.js";
import type { LossOptions } from "./loss.js";

/** Options of `tversky`. */
export interface TverskyOptions {
  /** Weight of labels that were missed. Default 0.5. */
  readonly alpha?: number | undefined;
  /** Weight of predictions without label. Default 0.5. */
  readonly beta?: number | undefined;
  /** The axes that one value sums up. Default: all. */
  readonly axis?: Axis;
}

/** Options of `dice`. */
export interface DiceOptions {
  /** The axes that one value sums up. Default: all. */
  readonly axis?: Axis;
}

/** 1 − 2 |y ∩ ŷ| / (|y| + |ŷ|) over `axis` (default: all axes), of labels and predictions in [0, 1]. */
export function dice(yTrue: TensorLike, yPred: TensorLike, options: DiceOptions = {}): Tensor {
  const { axis = null } = options;
  const [labels, predictions] = operands(yTrue, yPred, "dice");
  const overlap = labels.multiply(predictions).sum(axis);
  const all = labels.sum(axis).add(predictions.sum(axis)).add(epsilon);
  return ops.subtract(1, overlap.multiply(2).divide(all));
}

/**
 * 1 − |y ∩ ŷ| / (|y ∩ ŷ| + `alpha` |y \ ŷ| + `beta` |ŷ \ y|) over `axis`, of labels and predictions
 * in [0, 1] (Salehi et al., 2017).
 */
export function tversky(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: TverskyOptions = {},
): Tensor {
  const { alpha = 0.5, beta = 0.5, axis = null } = options;
  const [labels, predictions] = operands(yTrue, yPred, "tversky");
  const overlap = labels.multiply(predictions).sum(axis);
  const missed = ops.subtract(1, predictions).multiply(labels).sum(axis);
  const extra = predictions.multiply(ops.subtract(1, labels)).sum(axis);
  const all = overlap.add(missed.multiply(alpha)).add(extra.multiply(beta)).add(epsilon);
  return ops.subtract(1, overlap.divide(all));
}

/** How little labels and predictions overlap, by Dice's coefficient. */
export class Dice extends FunctionLoss {
  static readonly className = "Dice";

  constructor({ axis = null, ...options }: DiceOptions & LossOptions = {}) {
    super((y, p) => dice(y, p, { axis }), "dice", options, { axis });
  }
}

/** How little labels and predictions overlap, misses and false alarms weighed. */
export class Tversky extends FunctionLoss {
  static readonly className = "Tversky";

  constructor({
    alpha = 0.5,
    beta = 0.5,
    axis = null,
    ...rest
  }: TverskyOptions & LossOptions = {}) {
    const config = { alpha, beta, axis };
    super((y, p) => tversky(y, p, config), "tversky", rest, config);
  }
}
