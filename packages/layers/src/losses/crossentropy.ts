import {
  formatShape,
  normalizeAxis,
  ops,
  type Shape,
  ShapeError,
  type Tensor,
  type TensorLike,
  tensor,
} from "@antler/core";
import { setMask } from "../base/masks.js";
import { classIndices } from "./alignment.js";
import { ClassIndexLoss, FunctionLoss } from "./function-loss.js";
import { logitsOf } from "./logits.js";
import type { LossFunction, LossOptions } from "./loss.js";
import { checkShare, smoothOneHot } from "./smoothing.js";

/** Options of `categoricalCrossentropy`. */
export interface CategoricalCrossentropyOptions {
  /** Whether predictions are logits, before softmax. Default false. */
  readonly fromLogits?: boolean | undefined;
  /** Share of the label that is spread over all classes, in [0, 1]. Default 0. */
  readonly labelSmoothing?: number | undefined;
  /** The axis of classes. Default: the last. */
  readonly axis?: number | undefined;
}

/** Options of `sparseCategoricalCrossentropy`. */
export interface SparseCategoricalCrossentropyOptions {
  /** Whether predictions are logits, before softmax. Default false. */
  readonly fromLogits?: boolean | undefined;
  /** A label whose samples are left out; it need not be a class. Default: none. */
  readonly ignoreClass?: number | null | undefined;
  /** The axis of classes. Default: the last. */
  readonly axis?: number | undefined;
}

/**
 * Cross-entropy of one-hot (or soft) labels: both `[batch, …, classes]` → `[batch, …]`.
 * @throws ShapeError if the shapes differ
 */
export function categoricalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: CategoricalCrossentropyOptions = {},
): Tensor {
  const { fromLogits = false, labelSmoothing = 0, axis = -1 } = options;
  const where = "categoricalCrossentropy";
  const given = tensor(yPred);
  const at = normalizeAxis(axis, given.rank, where);
  const logits = fromLogits ? given : logitsOf(given, "softmax", at);
  const labels = smoothOneHot(yTrue, given, at, labelSmoothing, where);
  return ops.categoricalCrossentropy(labels, logits ?? given, at, {
    fromLogits: logits !== undefined,
  });
}

/**
 * Cross-entropy of integer labels `[batch, …]` (or `[batch, …, 1]`) and predictions
 * `[batch, …, classes]` → `[batch, …]`. With `ignoreClass` the result carries a mask.
 * @throws ShapeError if the labels' axes are not those of the predictions without that of classes
 */
export function sparseCategoricalCrossentropy(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: SparseCategoricalCrossentropyOptions = {},
): Tensor {
  const { fromLogits = false, ignoreClass = null, axis = -1 } = options;
  const given = tensor(yPred);
  const at = normalizeAxis(axis, given.rank, "sparseCategoricalCrossentropy");
  const labels = classIndices(tensor(yTrue), given, at);
  checkClasses(labels.shape, given.shape, at);
  const logits = fromLogits ? given : logitsOf(given, "softmax", at);
  const scores = logits ?? given;
  const cost = (classes: Tensor, predictions: Tensor): Tensor =>
    ops.sparseCategoricalCrossentropy(classes, predictions, at, {
      fromLogits: logits !== undefined,
    });
  if (ignoreClass === null) return cost(labels, scores);
  const valid = ops.notEqual(labels, ignoreClass);
  // What is left out may hold anything, NaN too: its gradient must still be 0.
  const kept = ops.where(ops.expandDims(valid, at), scores, logits === undefined ? 1 : 0);
  const losses = ops.where(valid, cost(ops.where(valid, labels, 0), kept), 0);
  return setMask(losses, valid);
}

function checkClasses(labels: Shape, predictions: Shape, axis: number): void {
  const expected = predictions.toSpliced(axis, 1);
  const fits =
    labels.length === expected.length &&
    labels.every((dim, i) => {
      const other = expected[i];
      return typeof dim !== "number" || typeof other !== "number" || dim === other;
    });
  if (fits && typeof predictions[axis] === "number") return;
  throw new ShapeError(
    `sparseCategoricalCrossentropy: labels do not fit the predictions. Expected integers of shape ${formatShape(expected)} beside predictions ${formatShape(predictions)}, received ${formatShape(labels)}. For one-hot labels use categoricalCrossentropy.`,
  );
}

/** For one-hot labels. */
export class CategoricalCrossentropy extends FunctionLoss {
  static readonly className = "CategoricalCrossentropy";

  /** @throws ArgumentError if an option is out of range */
  constructor(options: CategoricalCrossentropyOptions & LossOptions = {}) {
    const { fromLogits = false, labelSmoothing = 0, axis = -1, ...rest } = options;
    const config = { fromLogits, labelSmoothing, axis };
    const perSample: LossFunction = (y, p) => categoricalCrossentropy(y, p, config);
    super(perSample, "categorical_crossentropy", rest, config);
    checkShare(labelSmoothing, this.name);
  }
}

/** For integer labels from 0 to classes − 1. */
export class SparseCategoricalCrossentropy extends ClassIndexLoss {
  static readonly className = "SparseCategoricalCrossentropy";

  readonly #ignoreClass: number | null;

  constructor(options: SparseCategoricalCrossentropyOptions & LossOptions = {}) {
    const { fromLogits = false, ignoreClass = null, axis = -1, ...rest } = options;
    const perSample: LossFunction = (y, p) =>
      sparseCategoricalCrossentropy(y, p, { fromLogits, ignoreClass, axis });
    super(perSample, "sparse_categorical_crossentropy", rest, { fromLogits, ignoreClass });
    this.#ignoreClass = ignoreClass;
  }

  override get ignoredClass(): number | undefined {
    return this.#ignoreClass ?? undefined;
  }
}
