import { ops, type Tensor, type TensorLike, type Variable } from "@antler/core";
import { readWeighting, type Weighting } from "../../base/weighting.js";
import { Metric, type MetricOptions } from "../metric.js";
import { type ConfusionCounts, count } from "./count.js";
import { select } from "./select.js";
import { areEven, readThresholds, type Thresholds } from "./thresholds.js";

export interface CountOptions extends MetricOptions {
  /** Predictions above it count as positive; several give a value each. Default 0.5. */
  readonly thresholds?: Thresholds | null | undefined;
}

/** A count of one kind of decisions: a scalar, or `[thresholds]` for several of these. */
abstract class DecisionCount extends Metric {
  readonly thresholds: readonly number[];
  readonly accumulator: Variable;
  readonly #kind: keyof ConfusionCounts;
  readonly #given: Thresholds | null;

  constructor(kind: keyof ConfusionCounts, options: CountOptions = {}) {
    super(options);
    this.#kind = kind;
    this.#given = options.thresholds ?? null;
    this.thresholds = readThresholds(options.thresholds, 0.5, this.name);
    this.accumulator = this.addVariable([this.thresholds.length], "zeros", { name: "accumulator" });
  }

  override updateState(yTrue: TensorLike, yPred: TensorLike, options?: Weighting): void {
    const { thresholds, accumulator } = this;
    const { dtype } = accumulator;
    const { sampleWeight } = readWeighting(options, this.name);
    const given = {
      labels: ops.cast(yTrue, dtype),
      predictions: ops.cast(yPred, dtype),
      weight: sampleWeight,
    };
    const how = { thresholds, areEven: areEven(thresholds) };
    count({ [this.#kind]: accumulator }, select(given, {}, this.name), how);
  }

  override result(): Tensor {
    const all = this.accumulator.read();
    return this.thresholds.length === 1 ? ops.squeeze(all, 0) : all;
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), thresholds: this.#given };
  }
}

/** Positive predictions of positive labels. */
export class TruePositives extends DecisionCount {
  static readonly className = "TruePositives";

  /** @throws ArgumentError unless thresholds are from 0 to 1 */
  constructor(options: CountOptions = {}) {
    super("truePositives", options);
  }
}

/** Negative predictions of negative labels. */
export class TrueNegatives extends DecisionCount {
  static readonly className = "TrueNegatives";

  /** @throws ArgumentError unless thresholds are from 0 to 1 */
  constructor(options: CountOptions = {}) {
    super("trueNegatives", options);
  }
}

/** Positive predictions of negative labels. */
export class FalsePositives extends DecisionCount {
  static readonly className = "FalsePositives";

  /** @throws ArgumentError unless thresholds are from 0 to 1 */
  constructor(options: CountOptions = {}) {
    super("falsePositives", options);
  }
}

/** Negative predictions of positive labels. */
export class FalseNegatives extends DecisionCount {
  static readonly className = "FalseNegatives";

  /** @throws ArgumentError unless thresholds are from 0 to 1 */
  constructor(options: CountOptions = {}) {
    super("falseNegatives", options);
  }
}
