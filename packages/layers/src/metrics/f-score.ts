import {
  ArgumentError,
  formatShape,
  ops,
  type Shape,
  ShapeError,
  type Tensor,
  type TensorLike,
  type Variable,
} from "@antler/core";
import { checkNumber } from "../base/check-number.js";
import { readWeighting, type Weighting } from "../base/weighting.js";
import { epsilon } from "../losses/constants.js";
import { type Direction, Metric, type MetricOptions } from "./metric.js";

const averages = ["micro", "macro", "weighted"] as const;

export interface F1ScoreOptions extends MetricOptions {
  /**
   * How the classes' scores become one: over all decisions (`"micro"`), their mean (`"macro"`), their
   * mean weighed by the labels (`"weighted"`), or (`null`, the default) not at all: `[classes]`.
   */
  readonly average?: (typeof averages)[number] | null | undefined;
  /** Predictions above it count as true. Default: the largest one of a sample does. */
  readonly threshold?: number | null | undefined;
}

export interface FBetaScoreOptions extends F1ScoreOptions {
  /** How much recall counts beside precision. Default 1. */
  readonly beta?: number | undefined;
}

interface Counts {
  readonly truePositives: Variable;
  readonly falsePositives: Variable;
  readonly falseNegatives: Variable;
  /** Σ weight of the labels. */
  readonly intermediateWeights: Variable;
}

/**
 * Harmonic mean of precision and recall, recall counting `beta` times: one-hot or multi-hot labels and
 * predictions `[batch, classes]`.
 */
export class FBetaScore extends Metric {
  static readonly className: string = "FBetaScore";

  readonly average: (typeof averages)[number] | null;
  readonly beta: number;
  readonly threshold: number | null;
  #counts: Counts | undefined;

  /** @throws ArgumentError if an option is out of range */
  constructor({ average = null, beta = 1, threshold = null, ...options }: FBetaScoreOptions = {}) {
    super({ ...options, name: options.name ?? "fbeta_score" });
    if (average !== null && !averages.includes(average)) {
      throw new ArgumentError(
        `${this.name}: unknown average ${JSON.stringify(average)}. Expected null or one of ${averages.join(", ")}.`,
      );
    }
    checkNumber(beta, (value) => value > 0, "a number > 0", "beta", this.name);
    if (threshold !== null) {
      const isThreshold = (value: number): boolean => value > 0 && value <= 1;
      checkNumber(threshold, isThreshold, "null or a number in (0, 1]", "threshold", this.name);
    }
    this.average = average;
    this.beta = beta;
    this.threshold = threshold;
  }

  override get direction(): Direction {
    return "up";
  }

  override updateState(yTrue: TensorLike, yPred: TensorLike, options?: Weighting): void {
    const [y, given] = [ops.cast(yTrue, this.dtype), ops.cast(yPred, this.dtype)];
    this.#counts ??= this.#build(y.shape, given.shape);
    const p = ops.cast(this.#decide(given), this.dtype);
    const { sampleWeight } = readWeighting(options, this.name);
    const weight = sampleWeight && ops.expandDims(ops.cast(sampleWeight, this.dtype), 1);
    const axis = this.average === "micro" ? null : 0;
    const add = (variable: Variable, values: Tensor): void => {
      const weighed = weight === undefined ? values : values.multiply(weight);
      variable.assign(variable.read().add(weighed.sum(axis)));
    };
    add(this.#counts.truePositives, p.multiply(y));
    add(this.#counts.falsePositives, p.multiply(ops.subtract(1, y)));
    add(this.#counts.falseNegatives, ops.subtract(1, p).multiply(y));
    add(this.#counts.intermediateWeights, y);
  }

  /** @throws ArgumentError before the first batch */
  override result(): Tensor {
    if (this.#counts === undefined) {
      throw new ArgumentError(`${this.name}: there is no result before the first batch.`);
    }
    const hits = this.#counts.truePositives.read();
    const precision = hits.divide(hits.add(this.#counts.falsePositives).add(epsilon));
    const recall = hits.divide(hits.add(this.#counts.falseNegatives).add(epsilon));
    const square = this.beta * this.beta;
    const mean = precision
      .multiply(recall)
      .divide(precision.multiply(square).add(recall).add(epsilon));
    const scores = mean.multiply(1 + square);
    if (this.average === null) return scores;
    if (this.average !== "weighted") return scores.mean();
    const weights = this.#counts.intermediateWeights.read();
    return scores.multiply(weights.divide(weights.sum().add(epsilon))).sum();
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { average, beta, threshold } = this;
    return { ...super.getConfig(), average, beta, threshold };
  }

  /** Which predictions count as true. */
  #decide(predictions: Tensor): Tensor {
    if (this.threshold !== null) return ops.greater(predictions, this.threshold);
    const largest = predictions.max(-1, { keepdims: true });
    // A sample of zeros has no largest one.
    const isSomething = ops.greater(predictions.abs(), 1e-9);
    return ops.logicalAnd(ops.greaterEqual(predictions, largest), isSomething);
  }

  #build(labels: Shape, predictions: Shape): Counts {
    const classes = predictions.at(-1);
    if (labels.length !== 2 || predictions.length !== 2 || typeof classes !== "number") {
      throw new ShapeError(
        `${this.name}: expected labels and predictions [batch, classes] with a known number of classes, received ${formatShape(labels)} and ${formatShape(predictions)}.`,
      );
    }
    const shape = this.average === "micro" ? [] : [classes];
    const add = (name: string): Variable =>
      this.addVariable(shape, "zeros", { name, dtype: this.dtype });
    return {
      truePositives: add("true_positives"),
      falsePositives: add("false_positives"),
      falseNegatives: add("false_negatives"),
      intermediateWeights: add("intermediate_weights"),
    };
  }
}

/** Harmonic mean of precision and recall. */
export class F1Score extends FBetaScore {
  static readonly className = "F1Score";

  /** @throws ArgumentError if an option is out of range */
  constructor({ average, threshold, name, dtype }: F1ScoreOptions = {}) {
    super({ average, threshold, dtype, name: name ?? "f1_score" });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { beta: _, ...config } = super.getConfig();
    return config;
  }
}
