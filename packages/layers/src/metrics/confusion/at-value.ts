import { ops, type Tensor, type TensorLike } from "@antler/core";
import { checkNumber, isShare } from "../../base/check-number.js";
import type { Weighting } from "../../base/weighting.js";
import type { MetricOptions } from "../metric.js";
import {
  type AllCounts,
  precisionOf,
  recallOf,
  specificityOf,
  ThresholdMetric,
} from "./all-counts.js";
import { evenThresholds } from "./thresholds.js";

export interface AtValueOptions extends MetricOptions {
  /** Number of thresholds that are tried, from 0 to 1. Default 200. */
  readonly numThresholds?: number | undefined;
  /** Only this class counts. Default: all. */
  readonly classId?: number | null | undefined;
}

type Rate = (counts: AllCounts) => Tensor;

/** The best of one rate over the thresholds at which another one reaches a value. */
abstract class BestAt extends ThresholdMetric {
  readonly numThresholds: number;
  readonly classId: number | null;
  readonly thresholds: readonly number[];
  readonly #rates: readonly [best: Rate, given: Rate];
  readonly #value: number;

  constructor(best: Rate, given: Rate, value: number, option: string, options: AtValueOptions) {
    super(options);
    const { numThresholds = 200, classId = null } = options;
    checkNumber(value, isShare, "a number from 0 to 1", option, this.name);
    const isCount = (n: number): boolean => Number.isInteger(n) && n > 0;
    checkNumber(numThresholds, isCount, "a positive integer", "numThresholds", this.name);
    this.#rates = [best, given];
    this.#value = value;
    this.numThresholds = numThresholds;
    this.classId = classId;
    this.thresholds = evenThresholds(numThresholds);
    this.build([numThresholds]);
  }

  override updateState(yTrue: TensorLike, yPred: TensorLike, options?: Weighting): void {
    const { thresholds } = this;
    const how = { thresholds, areEven: thresholds.length > 1 };
    this.addBatch(yTrue, yPred, options, { classId: this.classId }, how);
  }

  override result(): Tensor {
    const { counts } = this;
    const [best, given] = this.#rates;
    const isReached = ops.greaterEqual(given(counts), this.#value);
    return ops.where(isReached, best(counts), 0).max();
  }

  protected configWith(value: Readonly<Record<string, number>>): Readonly<Record<string, unknown>> {
    const { classId, numThresholds } = this;
    return { ...super.getConfig(), classId, numThresholds, ...value };
  }
}

export interface SensitivityAtSpecificityOptions extends AtValueOptions {
  /** From 0 to 1. */
  readonly specificity: number;
}

/** The best sensitivity over the thresholds whose specificity is `specificity` at least. */
export class SensitivityAtSpecificity extends BestAt {
  static readonly className = "SensitivityAtSpecificity";

  readonly specificity: number;

  /** @throws ArgumentError if an option is out of range */
  constructor({ specificity, ...options }: SensitivityAtSpecificityOptions) {
    super(recallOf, specificityOf, specificity, "specificity", options);
    this.specificity = specificity;
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return this.configWith({ specificity: this.specificity });
  }
}

export interface SpecificityAtSensitivityOptions extends AtValueOptions {
  /** From 0 to 1. */
  readonly sensitivity: number;
}

/** The best specificity over the thresholds whose sensitivity is `sensitivity` at least. */
export class SpecificityAtSensitivity extends BestAt {
  static readonly className = "SpecificityAtSensitivity";

  readonly sensitivity: number;

  /** @throws ArgumentError if an option is out of range */
  constructor({ sensitivity, ...options }: SpecificityAtSensitivityOptions) {
    super(specificityOf, recallOf, sensitivity, "sensitivity", options);
    this.sensitivity = sensitivity;
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return this.configWith({ sensitivity: this.sensitivity });
  }
}

export interface PrecisionAtRecallOptions extends AtValueOptions {
  /** From 0 to 1. */
  readonly recall: number;
}

/** The best precision over the thresholds whose recall is `recall` at least. */
export class PrecisionAtRecall extends BestAt {
  static readonly className = "PrecisionAtRecall";

  readonly recall: number;

  /** @throws ArgumentError if an option is out of range */
  constructor({ recall, ...options }: PrecisionAtRecallOptions) {
    super(precisionOf, recallOf, recall, "recall", options);
    this.recall = recall;
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return this.configWith({ recall: this.recall });
  }
}

export interface RecallAtPrecisionOptions extends AtValueOptions {
  /** From 0 to 1. */
  readonly precision: number;
}

/** The best recall over the thresholds whose precision is `precision` at least. */
export class RecallAtPrecision extends BestAt {
  static readonly className = "RecallAtPrecision";

  readonly precision: number;

  /** @throws ArgumentError if an option is out of range */
  constructor({ precision, ...options }: RecallAtPrecisionOptions) {
    super(recallOf, precisionOf, precision, "precision", options);
    this.precision = precision;
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return this.configWith({ precision: this.precision });
  }
}
