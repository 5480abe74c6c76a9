import {
  ArgumentError,
  formatShape,
  ops,
  type Shape,
  ShapeError,
  type Tensor,
  type TensorLike,
  tensor,
  type Variable,
} from "@antler/core";
import { checkNumber } from "../base/check-number.js";
import { readWeighting, type Weighting } from "../base/weighting.js";
import { alignRanks } from "../losses/alignment.js";
import { type Direction, Metric, type MetricOptions } from "./metric.js";

const aggregations = ["uniform_average", "variance_weighted_average"] as const;

export interface R2ScoreOptions extends MetricOptions {
  /**
   * How the scores of several outputs become one: their mean, their mean weighed by the labels'
   * variances, or (`null`) not at all. Default `"uniform_average"`.
   */
  readonly classAggregation?: (typeof aggregations)[number] | null | undefined;
  /** Number of independent regressors, for the adjusted score; 0 (default) for the plain one. */
  readonly numRegressors?: number | undefined;
}

/**
 * Coefficient of determination: the share of the labels' variance that predictions explain. Labels and
 * predictions `[batch, outputs]`; 1 is best, 0 what the labels' mean would reach.
 */
export class R2Score extends Metric {
  static readonly className = "R2Score";

  readonly classAggregation: (typeof aggregations)[number] | null;
  readonly numRegressors: number;
  readonly numSamples: Variable;
  /** Per output: Σ w y², Σ w y, Σ w (y − ŷ)² and Σ w; made with the first batch. */
  #sums:
    | readonly [squared: Variable, sum: Variable, residual: Variable, count: Variable]
    | undefined;

  /** @throws ArgumentError if an option is out of range */
  constructor(options: R2ScoreOptions = {}) {
    const { classAggregation = "uniform_average", numRegressors = 0 } = options;
    super({ ...options, name: options.name ?? "r2_score" });
    if (classAggregation !== null && !aggregations.includes(classAggregation)) {
      throw new ArgumentError(
        `${this.name}: unknown classAggregation ${JSON.stringify(classAggregation)}. Expected null or one of ${aggregations.join(", ")}.`,
      );
    }
    const isCount = (n: number): boolean => Number.isInteger(n) && n >= 0;
    checkNumber(numRegressors, isCount, "an integer ≥ 0", "numRegressors", this.name);
    this.classAggregation = classAggregation;
    this.numRegressors = numRegressors;
    this.numSamples = this.addVariable([], "zeros", { name: "num_samples" });
  }

  override get direction(): Direction {
    return "up";
  }

  override updateState(yTrue: TensorLike, yPred: TensorLike, options?: Weighting): void {
    const [y, p] = alignRanks(
      ops.cast(tensor(yTrue), this.dtype),
      ops.cast(tensor(yPred), this.dtype),
    );
    this.#sums ??= this.#build(y.shape, p.shape);
    const { sampleWeight } = readWeighting(options, this.name);
    const given = ops.cast(sampleWeight ?? 1, this.dtype);
    const weight = ops.broadcastTo(given.rank === 1 ? ops.expandDims(given, 1) : given, y.shape);
    const weighted = y.multiply(weight);
    const error = ops.square(y.subtract(p)).multiply(weight);
    const batch = [weighted.multiply(y), weighted, error, weight].map((x) => x.sum(0));
    this.#sums.forEach((variable, i) => {
      variable.assign(variable.read().add(batch[i] as Tensor));
    });
    const size = y.shape.reduce<Tensor>((n, dim) => n.multiply(ops.dimension(dim)), tensor(1));
    this.numSamples.assign(this.numSamples.read().add(size));
  }

  /** @throws ArgumentError before the first batch */
  override result(): Tensor {
    if (this.#sums === undefined) {
      throw new ArgumentError(`${this.name}: there is no result before the first batch.`);
    }
    const [squared, sum, residual, count] = this.#sums.map((variable) => variable.read()) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const total = squared.subtract(sum.multiply(sum.divide(count)));
    const raw = ops.subtract(1, residual.divide(total));
    const scores = ops.where(ops.isinf(raw), 0, raw);
    return this.#adjusted(this.#aggregated(scores, total));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { classAggregation, numRegressors } = this;
    return { ...super.getConfig(), classAggregation, numRegressors };
  }

  #aggregated(scores: Tensor, variance: Tensor): Tensor {
    if (this.classAggregation === null) return scores;
    if (this.classAggregation === "uniform_average") return scores.mean();
    return scores.multiply(variance).sum().divide(variance.sum());
  }

  /** The plain score where there are too few samples for an adjusted one. */
  #adjusted(score: Tensor): Tensor {
    if (this.numRegressors === 0) return score;
    const samples = this.numSamples.read();
    const freedom = samples.subtract(this.numRegressors + 1);
    const isEnough = ops.greater(freedom, 0);
    const share = samples.subtract(1).divide(ops.where(isEnough, freedom, 1));
    const adjusted = ops.subtract(1, ops.subtract(1, score).multiply(share));
    return ops.where(isEnough, adjusted, score);
  }

  #build(labels: Shape, predictions: Shape): [Variable, Variable, Variable, Variable] {
    const outputs = predictions.at(-1);
    if (labels.length !== 2 || predictions.length !== 2 || typeof outputs !== "number") {
      throw new ShapeError(
        `${this.name}: expected labels and predictions [batch, outputs] with a known number of outputs, received ${formatShape(labels)} and ${formatShape(predictions)}.`,
      );
    }
    const add = (name: string): Variable => this.addVariable([outputs], "zeros", { name });
    return [add("squared_sum"), add("sum"), add("residual"), add("count")];
  }
}
