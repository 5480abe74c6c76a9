import { ops, type Tensor, type TensorLike, tensor } from "@antler/core";
import { setMask } from "../base/masks.js";
import { FunctionLoss } from "./function-loss.js";
import type { LossOptions } from "./loss.js";

/** Options of `circle`. */
export interface CircleOptions {
  /** Labels `[references]` of the reference embeddings. Default: the labels. */
  readonly refLabels?: TensorLike | null | undefined;
  /** Embeddings `[references, d]` to compare with. Default: the predictions. */
  readonly refEmbeddings?: TensorLike | null | undefined;
  /** Whether a sample is not compared with itself. Default true. */
  readonly removeDiagonal?: boolean | undefined;
  /** How fast a pair's weight grows. Default 80. */
  readonly gamma?: number | undefined;
  /** How far pairs of one class are allowed to be apart. Default 0.4. */
  readonly margin?: number | undefined;
}

/**
 * Circle loss of embeddings of length 1 (Sun et al., 2020): integer labels `[batch]` and embeddings
 * `[batch, d]` → `[batch]`. The result carries a mask: samples without loss do not count.
 */
export function circle(yTrue: TensorLike, yPred: TensorLike, options: CircleOptions = {}): Tensor {
  const { removeDiagonal = true, gamma = 80, margin = 0.4 } = options;
  const embeddings = tensor(yPred);
  const labels = column(yTrue);
  const others = ops.cast(options.refEmbeddings ?? embeddings, embeddings.dtype);
  const otherLabels = column(options.refLabels ?? yTrue);
  const distances = ops.maximum(ops.subtract(1, ops.matmul(embeddings, ops.transpose(others))), 0);
  const same = ops.equal(labels, ops.transpose(otherLabels));
  const different = ops.logicalNot(same);
  const pairs = removeDiagonal ? ops.logicalAnd(same, offDiagonal(labels, otherLabels)) : same;
  const near = ops.maximum(distances.add(margin), 0);
  const far = ops.maximum(ops.subtract(1 + margin, distances), 0);
  const positive = near.multiply(ops.subtract(margin, distances)).multiply(-gamma);
  const negative = far.multiply(ops.subtract(1 - margin, distances)).multiply(gamma);
  const losses = ops.softplus(
    logSumExpWhere(pairs, positive).add(logSumExpWhere(different, negative)),
  );
  return setMask(losses, ops.greater(losses, 0));
}

/** Labels as a column [n, 1]. */
function column(labels: TensorLike): Tensor {
  return ops.reshape(ops.cast(labels, "int32"), [-1, 1]);
}

/** bool [n, m]: false where a sample meets itself. */
function offDiagonal(rows: Tensor, columns: Tensor): Tensor {
  const [n, m] = [rows.shape[0] ?? 1, columns.shape[0] ?? 1];
  return ops.notEqual(ops.expandDims(ops.iota(n), 1), ops.iota(m));
}

/** log Σ exp over the elements of each row where `condition` holds; −∞ for a row without any. */
function logSumExpWhere(condition: Tensor, x: Tensor): Tensor {
  const isAny = ops.any(condition, 1, { keepdims: true });
  // A row of −∞ alone would have no gradient.
  const kept = ops.where(condition, x, ops.where(isAny, Number.NEGATIVE_INFINITY, 0));
  return ops.where(ops.squeeze(isAny, 1), ops.logsumexp(kept, 1), Number.NEGATIVE_INFINITY);
}

export interface CircleLossOptions
  extends Omit<CircleOptions, "refLabels" | "refEmbeddings">,
    LossOptions {}

/** Circle loss of integer labels and embeddings of length 1. */
export class Circle extends FunctionLoss {
  static readonly className = "Circle";

  constructor(options: CircleLossOptions = {}) {
    const { gamma = 80, margin = 0.4, removeDiagonal = true, ...rest } = options;
    const config = { gamma, margin, removeDiagonal };
    super((y, p) => circle(y, p, config), "circle", rest, config);
  }
}
