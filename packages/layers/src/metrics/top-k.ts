import { floatX, ops, type Tensor, type TensorLike, tensor } from "@antler/core";
import { checkNumber } from "../base/check-number.js";
import { hits } from "./accuracy.js";
import { FunctionMetric } from "./mean-metric.js";
import type { MetricOptions } from "./metric.js";

/** Options of `topKCategoricalAccuracy`. */
export interface TopKOptions {
  /** How many of the largest predictions may be the label. Default 5. */
  readonly k?: number | undefined;
}

/** Options of `sparseTopKCategoricalAccuracy`. */
export interface SparseTopKOptions extends TopKOptions {
  /** Whether predictions are classes, the best first, not scores. Default false. */
  readonly fromSortedIds?: boolean | undefined;
}

/**
 * 1 where the largest label is among the `k` largest predictions: both `[…, classes]` → `[…]`.
 * Predictions that equal the last of these count as well.
 */
export function topKCategoricalAccuracy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: TopKOptions = {},
): Tensor {
  return ops.cast(ops.inTopK(ops.argmax(yTrue, -1), yPred, options.k ?? 5), floatX);
}

/** 1 where the integer label is among the `k` largest predictions: `[…]` and `[…, classes]` → `[…]`. */
export function sparseTopKCategoricalAccuracy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: SparseTopKOptions = {},
): Tensor {
  const { k = 5, fromSortedIds = false } = options;
  const predictions = tensor(yPred);
  const labels = ops.cast(yTrue, fromSortedIds ? predictions.dtype : "int32");
  const classes = ops.reshape(labels, predictions.shape.slice(0, -1));
  const found = fromSortedIds
    ? hits(ops.expandDims(classes, -1), firstOf(predictions, k)).max(-1)
    : ops.cast(ops.inTopK(classes, predictions, k), floatX);
  return ops.reshape(found, labels.shape);
}

/** The first `k` along the last axis. */
function firstOf(x: Tensor, k: number): Tensor {
  const last = x.shape.at(-1);
  const end = typeof last === "number" ? Math.min(k, last) : k;
  return ops.slice(
    x,
    x.shape.map(() => 0),
    x.shape.with(-1, end),
  );
}

/** Share of samples whose one-hot label is among the `k` largest predictions. */
export class TopKCategoricalAccuracy extends FunctionMetric {
  static readonly className = "TopKCategoricalAccuracy";

  /** @throws ArgumentError unless `k` is a positive integer */
  constructor({ k = 5, ...rest }: TopKOptions & MetricOptions = {}) {
    const config = { k };
    const name = "top_k_categorical_accuracy";
    super((y, p) => topKCategoricalAccuracy(y, p, config), name, "up", rest, config);
    checkK(k, this.name);
  }
}

/** Share of samples whose integer label is among the `k` largest predictions. */
export class SparseTopKCategoricalAccuracy extends FunctionMetric {
  static readonly className = "SparseTopKCategoricalAccuracy";

  /** @throws ArgumentError unless `k` is a positive integer */
  constructor(options: SparseTopKOptions & MetricOptions = {}) {
    const { k = 5, fromSortedIds = false, ...rest } = options;
    const config = fromSortedIds ? { k, fromSortedIds } : { k };
    const name = "sparse_top_k_categorical_accuracy";
    super((y, p) => sparseTopKCategoricalAccuracy(y, p, config), name, "up", rest, config);
    checkK(k, this.name);
  }
}

function checkK(k: number, where: string): void {
  checkNumber(k, (n) => Number.isInteger(n) && n > 0, "a positive integer", "k", where);
}
