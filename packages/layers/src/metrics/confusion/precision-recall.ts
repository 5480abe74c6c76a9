import { ops, type Tensor, type TensorLike, type Variable } from "@antler/core";
import { checkNumber } from "../../base/check-number.js";
import { readWeighting, type Weighting } from "../../base/weighting.js";
import { type Direction, Metric } from "../metric.js";
import { count } from "./count.js";
import type { CountOptions } from "./counts.js";
import { type Selection, select } from "./select.js";
import { areEven, lowest, readThresholds, type Thresholds } from "./thresholds.js";

export interface PrecisionOptions extends CountOptions, Selection {}

/** Correct positives and one kind of errors. */
abstract class HitShare extends Metric {
  readonly thresholds: readonly number[];
  readonly topK: number | null;
  readonly classId: number | null;
  readonly truePositives: Variable;
  protected readonly errors: Variable;
  readonly #kind: "falsePositives" | "falseNegatives";
  readonly #given: Thresholds | null;

  constructor(
    kind: "falsePositives" | "falseNegatives",
    errors: string,
    { thresholds = null, topK = null, classId = null, ...options }: PrecisionOptions = {},
  ) {
    super(options);
    if (topK !== null) {
      const isCount = (n: number): boolean => Number.isInteger(n) && n > 0;
      checkNumber(topK, isCount, "null or a positive integer", "topK", this.name);
    }
    this.#kind = kind;
    this.#given = thresholds;
    this.topK = topK;
    this.classId = classId;
    this.thresholds = readThresholds(thresholds, topK === null ? 0.5 : lowest, this.name);
    const shape = [this.thresholds.length];
    this.truePositives = this.addVariable(shape, "zeros", { name: "true_positives" });
    this.errors = this.addVariable(shape, "zeros", { name: errors });
  }

  override get direction(): Direction {
    return "up";
  }

  override updateState(yTrue: TensorLike, yPred: TensorLike, options?: Weighting): void {
    const { thresholds, truePositives, errors } = this;
    const { dtype } = truePositives;
    const { sampleWeight } = readWeighting(options, this.name);
    const given = {
      labels: ops.cast(yTrue, dtype),
      predictions: ops.cast(yPred, dtype),
      weight: sampleWeight,
    };
    count({ truePositives, [this.#kind]: errors }, select(given, this, this.name), {
      thresholds,
      areEven: areEven(thresholds),
    });
  }

  override result(): Tensor {
    const hits = this.truePositives.read();
    const share = ops.divideNoNan(hits, hits.add(this.errors));
    return this.thresholds.length === 1 ? ops.squeeze(share, 0) : share;
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { topK, classId } = this;
    return { ...super.getConfig(), thresholds: this.#given, topK, classId };
  }
}

/**
 * Share of positive predictions that are right; 0 without any. A scalar, or `[thresholds]`. With `topK`
 * the largest so many predictions of a sample are positive, with `classId` one class alone counts.
 */
export class Precision extends HitShare {
  static readonly className = "Precision";

  /** @throws ArgumentError if an option is out of range */
  constructor(options: PrecisionOptions = {}) {
    super("falsePositives", "false_positives", options);
  }

  get falsePositives(): Variable {
    return this.errors;
  }
}

/**
 * Share of positive labels that are found; 0 without any. A scalar, or `[thresholds]`. With `topK` the
 * largest so many predictions of a sample are positive, with `classId` one class alone counts.
 */
export class Recall extends HitShare {
  static readonly className = "Recall";

  /** @throws ArgumentError if an option is out of range */
  constructor(options: PrecisionOptions = {}) {
    super("falseNegatives", "false_negatives", options);
  }

  get falseNegatives(): Variable {
    return this.errors;
  }
}
