import {
  ArgumentError,
  floatX,
  ops,
  type Tensor,
  type TensorLike,
  tensor,
  type Variable,
} from "@antler/core";
import { checkNumber } from "../base/check-number.js";
import { readWeighting, type Weighting } from "../base/weighting.js";
import { epsilon } from "../losses/constants.js";
import { type Direction, Metric, type MetricOptions } from "./metric.js";

export interface MeanIoUOptions extends MetricOptions {
  readonly numClasses: number;
  /** A label whose samples do not count. Default: none. */
  readonly ignoreClass?: number | null | undefined;
  /** Whether labels are class indices, not one-hot. Default true. */
  readonly sparseYTrue?: boolean | undefined;
  /** Whether predictions are class indices, not scores. Default true. */
  readonly sparseYPred?: boolean | undefined;
  /** The axis of classes where they are one-hot or scores. Default: the last. */
  readonly axis?: number | undefined;
}

export interface IoUOptions extends MeanIoUOptions {
  /** The classes whose mean is taken. */
  readonly targetClassIds: readonly number[];
}

/**
 * Intersection over union of labels and predictions: true positives / (true positives + false positives
 * + false negatives), the mean over `targetClassIds`. Sample weights are truncated to integers unless
 * `dtype` is a float.
 */
export class IoU extends Metric {
  static readonly className: string = "IoU";

  readonly numClasses: number;
  readonly targetClassIds: readonly number[];
  readonly ignoreClass: number | null;
  readonly sparseYTrue: boolean;
  readonly sparseYPred: boolean;
  readonly axis: number;
  /** Samples by label (row) and prediction (column). */
  readonly totalConfusionMatrix: Variable;

  /** @throws ArgumentError if a class is out of range */
  constructor(options: IoUOptions) {
    super({ ...options, dtype: options.dtype ?? "int32" });
    const { numClasses, targetClassIds } = options;
    const isCount = (n: number): boolean => Number.isInteger(n) && n > 0;
    checkNumber(numClasses, isCount, "a positive integer", "numClasses", this.name);
    checkTargets(targetClassIds, numClasses, this.name);
    this.numClasses = numClasses;
    this.targetClassIds = [...targetClassIds];
    this.ignoreClass = options.ignoreClass ?? null;
    this.sparseYTrue = options.sparseYTrue ?? true;
    this.sparseYPred = options.sparseYPred ?? true;
    this.axis = options.axis ?? -1;
    this.totalConfusionMatrix = this.addVariable([numClasses, numClasses], "zeros", {
      name: "total_confusion_matrix",
      dtype: this.dtype,
    });
  }

  override get direction(): Direction {
    return "up";
  }

  override updateState(yTrue: TensorLike, yPred: TensorLike, options?: Weighting): void {
    const labels = this.#classes(tensor(yTrue), this.sparseYTrue);
    const predictions = this.#classes(tensor(yPred), this.sparseYPred);
    const { sampleWeight } = readWeighting(options, this.name);
    const weight = this.#weight(sampleWeight, labels);
    // What is no class must not become an index.
    const inside = ops.logicalAnd(this.#isClass(labels), this.#isClass(predictions));
    const counted =
      this.ignoreClass === null
        ? inside
        : ops.logicalAnd(inside, ops.notEqual(labels, this.ignoreClass));
    const cell = ops.where(counted, labels.multiply(this.numClasses).add(predictions), 0);
    const added = ops.scatterAdd(cell, ops.where(counted, weight, 0), {
      axis: 0,
      size: this.numClasses ** 2,
    });
    const matrix = ops.cast(ops.reshape(added, [this.numClasses, this.numClasses]), this.dtype);
    this.totalConfusionMatrix.assign(this.totalConfusionMatrix.read().add(matrix));
  }

  override result(): Tensor {
    const matrix = ops.cast(this.totalConfusionMatrix, floatX);
    const hits = this.#ofTargets((i) => i * (this.numClasses + 1), ops.reshape(matrix, [-1]));
    const targets = (sums: Tensor): Tensor => this.#ofTargets((i) => i, sums);
    const union = targets(matrix.sum(0))
      .add(targets(matrix.sum(1)))
      .subtract(hits);
    const isPresent = ops.greater(union, 1e-9);
    const shares = ops.where(isPresent, hits.divide(union.add(epsilon)), 0);
    return shares.sum().divide(ops.cast(isPresent, floatX).sum().add(epsilon));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred, axis } = this;
    return {
      ...super.getConfig(),
      ...{ numClasses, targetClassIds, ignoreClass, sparseYTrue, sparseYPred, axis },
    };
  }

  /** Class indices of all samples in one row. */
  #classes(values: Tensor, areSparse: boolean): Tensor {
    const classes = areSparse ? values : ops.argmax(values, this.axis);
    return ops.reshape(ops.cast(classes, "int32"), [-1]);
  }

  #isClass(classes: Tensor): Tensor {
    const { numClasses } = this;
    return ops.logicalAnd(ops.greaterEqual(classes, 0), ops.less(classes, numClasses));
  }

  #weight(sampleWeight: Tensor | undefined, labels: Tensor): Tensor {
    if (sampleWeight === undefined) return ops.broadcastTo(tensor(1), labels.shape);
    const own = ops.cast(ops.cast(sampleWeight, this.dtype), floatX);
    return ops.broadcastTo(own.rank > 1 ? ops.reshape(own, [-1]) : own, labels.shape);
  }

  #ofTargets(place: (classId: number) => number, values: Tensor): Tensor {
    return ops.gather(values, tensor(Int32Array.from(this.targetClassIds, place)));
  }
}

function checkTargets(classes: readonly number[], count: number, where: string): void {
  const isClass = (id: number): boolean => Number.isInteger(id) && id >= 0 && id < count;
  if (Array.isArray(classes) && classes.length > 0 && classes.every(isClass)) return;
  throw new ArgumentError(
    `${where}: targetClassIds are out of range. Expected integers from 0 to ${count - 1}, received ${JSON.stringify(classes)}.`,
  );
}

export interface BinaryIoUOptions extends MetricOptions {
  /** Default both, 0 and 1. */
  readonly targetClassIds?: readonly number[] | undefined;
  /** Predictions of at least so much count as class 1. Default 0.5. */
  readonly threshold?: number | undefined;
}

/** Intersection over union of labels 0 or 1 and predictions from 0 to 1. */
export class BinaryIoU extends IoU {
  static readonly className = "BinaryIoU";

  readonly threshold: number;

  /** @throws ArgumentError if a class is out of range */
  constructor({ targetClassIds = [0, 1], threshold = 0.5, ...options }: BinaryIoUOptions = {}) {
    super({ ...options, numClasses: 2, targetClassIds });
    this.threshold = threshold;
  }

  override updateState(yTrue: TensorLike, yPred: TensorLike, options?: Weighting): void {
    const isOne = ops.greaterEqual(ops.cast(yPred, floatX), this.threshold);
    super.updateState(yTrue, ops.cast(isOne, "int32"), options);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { targetClassIds, threshold, name, dtype } = this;
    return { targetClassIds, threshold, name, dtype };
  }
}

/** Mean intersection over union of all classes. */
export class MeanIoU extends IoU {
  static readonly className = "MeanIoU";

  /** @throws ArgumentError if an option is out of range */
  constructor(options: MeanIoUOptions) {
    super({ ...options, targetClassIds: all(options.numClasses) });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { numClasses, name, dtype, ignoreClass, sparseYTrue, sparseYPred, axis } = this;
    return { numClasses, name, dtype, ignoreClass, sparseYTrue, sparseYPred, axis };
  }
}

/** Intersection over union of one-hot labels and scores. */
export class OneHotIoU extends IoU {
  static readonly className = "OneHotIoU";

  /** @throws ArgumentError if a class is out of range */
  constructor({ sparseYPred = false, ...options }: Omit<IoUOptions, "sparseYTrue">) {
    super({ ...options, sparseYTrue: false, sparseYPred });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { numClasses, targetClassIds, name, dtype, ignoreClass, sparseYPred, axis } = this;
    return { numClasses, targetClassIds, name, dtype, ignoreClass, sparseYPred, axis };
  }
}

/** Mean intersection over union of all classes, of one-hot labels and scores. */
export class OneHotMeanIoU extends IoU {
  static readonly className = "OneHotMeanIoU";

  /** @throws ArgumentError if an option is out of range */
  constructor({ sparseYPred = false, ...options }: Omit<MeanIoUOptions, "sparseYTrue">) {
    super({ ...options, targetClassIds: all(options.numClasses), sparseYTrue: false, sparseYPred });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { numClasses, name, dtype, ignoreClass, sparseYPred, axis } = this;
    return { numClasses, name, dtype, ignoreClass, sparseYPred, axis };
  }
}

function all(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i);
}
