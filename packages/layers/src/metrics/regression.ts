import { ops, type Tensor, type TensorLike, tensor } from "@antler/core";
import { readWeighting, type Weighting } from "../base/weighting.js";
import { alignRanks } from "../losses/alignment.js";
import * as losses from "../losses/regression.js";
import { FunctionMetric } from "./mean-metric.js";
import type { Direction, MetricOptions } from "./metric.js";
import { RunningMean } from "./reduction.js";

/** Mean of squared differences. */
export class MeanSquaredError extends FunctionMetric {
  static readonly className = "MeanSquaredError";

  constructor(options: MetricOptions = {}) {
    super(losses.meanSquaredError, "mean_squared_error", "down", options);
  }
}

/** Mean of absolute differences. */
export class MeanAbsoluteError extends FunctionMetric {
  static readonly className = "MeanAbsoluteError";

  constructor(options: MetricOptions = {}) {
    super(losses.meanAbsoluteError, "mean_absolute_error", "down", options);
  }
}

/** Mean of absolute differences in percent of the labels. */
export class MeanAbsolutePercentageError extends FunctionMetric {
  static readonly className = "MeanAbsolutePercentageError";

  constructor(options: MetricOptions = {}) {
    super(losses.meanAbsolutePercentageError, "mean_absolute_percentage_error", "down", options);
  }
}

/** Mean of squared differences of logarithms. */
export class MeanSquaredLogarithmicError extends FunctionMetric {
  static readonly className = "MeanSquaredLogarithmicError";

  constructor(options: MetricOptions = {}) {
    super(losses.meanSquaredLogarithmicError, "mean_squared_logarithmic_error", "down", options);
  }
}

/** Mean of log cosh of the differences. */
export class LogCoshError extends FunctionMetric {
  static readonly className = "LogCoshError";

  constructor(options: MetricOptions = {}) {
    super(losses.logCosh, "logcosh", "down", options);
  }
}

/** Root of the mean of squared differences. */
export class RootMeanSquaredError extends RunningMean {
  static readonly className = "RootMeanSquaredError";

  constructor(options: MetricOptions = {}) {
    super({ ...options, name: options.name ?? "root_mean_squared_error" });
  }

  override get direction(): Direction {
    return "down";
  }

  override updateState(yTrue: TensorLike, yPred: TensorLike, options?: Weighting): void {
    const [labels, predictions] = alignRanks(
      ops.cast(tensor(yTrue), this.dtype),
      ops.cast(tensor(yPred), this.dtype),
    );
    const { sampleWeight } = readWeighting(options, this.name);
    this.add(ops.square(predictions.subtract(labels)), sampleWeight);
  }

  override result(): Tensor {
    return super.result().sqrt();
  }
}

/** Mean cosine between labels and predictions: 1 is best. */
export class CosineSimilarity extends FunctionMetric {
  static readonly className = "CosineSimilarity";

  constructor({ axis = -1, ...options }: losses.AxisOption & MetricOptions = {}) {
    const cosine = (y: Tensor, p: Tensor): Tensor =>
      losses.cosineSimilarity(y, p, { axis }).negative();
    super(cosine, "cosine_similarity", "up", options);
  }
}
