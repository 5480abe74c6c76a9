import { ops, type Tensor, type TensorLike } from "@antler/core";
import { operands } from "../losses/alignment.js";
import { epsilon } from "../losses/constants.js";
import type { AxisOption } from "../losses/regression.js";
import { FunctionMetric } from "./mean-metric.js";
import type { MetricOptions } from "./metric.js";

/** Pearson's correlation of labels and predictions along `axis`, from −1 to 1. */
export function pearsonCorrelation(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: AxisOption = {},
): Tensor {
  const { axis = -1 } = options;
  const [labels, predictions] = operands(yTrue, yPred, "pearsonCorrelation");
  return standard(labels, axis).multiply(standard(predictions, axis)).mean(axis);
}

/**
 * Lin's concordance of labels and predictions along `axis`: 1 where they agree, not only correlate.
 */
export function concordanceCorrelation(
  yTrue: TensorLike,
  yPred: TensorLike,
  options: AxisOption = {},
): Tensor {
  const { axis = -1 } = options;
  const [labels, predictions] = operands(yTrue, yPred, "concordanceCorrelation");
  const keep = { keepdims: true };
  const [labelMean, mean] = [labels.mean(axis, keep), predictions.mean(axis, keep)];
  const variances = ops.variance(labels, axis, keep).add(ops.variance(predictions, axis, keep));
  const norm = variances.add(ops.square(labelMean.subtract(mean))).add(epsilon);
  const covariance = labels.subtract(mean).multiply(predictions.subtract(mean));
  return covariance.multiply(2).divide(norm).mean(axis);
}

/** Mean 0 and variance 1 along `axis`. */
function standard(x: Tensor, axis: number): Tensor {
  const centred = x.subtract(x.mean(axis, { keepdims: true }));
  return centred.divide(ops.std(centred, axis, { keepdims: true }));
}

/** Mean of Pearson's correlation. */
export class PearsonCorrelation extends FunctionMetric {
  static readonly className = "PearsonCorrelation";

  constructor({ axis = -1, ...rest }: AxisOption & MetricOptions = {}) {
    const name = "pearson_correlation";
    super((y, p) => pearsonCorrelation(y, p, { axis }), name, "up", rest, { axis });
  }
}

/** Mean of Lin's concordance. */
export class ConcordanceCorrelation extends FunctionMetric {
  static readonly className = "ConcordanceCorrelation";

  constructor({ axis = -1, ...rest }: AxisOption & MetricOptions = {}) {
    const name = "concordance_correlation";
    super((y, p) => concordanceCorrelation(y, p, { axis }), name, "up", rest, { axis });
  }
}
