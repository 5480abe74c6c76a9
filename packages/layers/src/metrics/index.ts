import { ArgumentError, suggestion } from "@antler/core";
import { meanAbsoluteError, meanSquaredError } from "../losses/regression.js";
import {
  accuracy,
  binaryAccuracy,
  categoricalAccuracy,
  sparseCategoricalAccuracy,
} from "./accuracy.js";
import { MeanMetric, Metric, type MetricFunction } from "./metric.js";

export { Mean, MeanMetric, Metric, type MetricFunction } from "./metric.js";

export interface MetricOptions {
  readonly name?: string | undefined;
}

/** A factory of the mean of `perSample`. */
function meanOf(name: string, perSample: MetricFunction) {
  return (options: MetricOptions = {}): MeanMetric => new MeanMetric(options.name ?? name, perSample);
}

/** The one list of metrics: factories by the names that `compile` takes. */
export const metrics = {
  /** Binary, categorical or sparse categorical accuracy, as the shapes ask. */
  accuracy: meanOf("accuracy", accuracy),
  /** Share of predictions on the label's side of `threshold` (default 0.5). */
  binaryAccuracy: (options: MetricOptions & { readonly threshold?: number } = {}): MeanMetric =>
    new MeanMetric(options.name ?? "binaryAccuracy", (y, p) =>
      binaryAccuracy(y, p, options.threshold),
    ),
  /** Share of samples whose largest prediction is the one-hot label's class. */
  categoricalAccuracy: meanOf("categoricalAccuracy", categoricalAccuracy),
  /** Share of samples whose largest prediction is the integer label. */
  sparseCategoricalAccuracy: meanOf("sparseCategoricalAccuracy", sparseCategoricalAccuracy),
  /** Mean squared error. */
  meanSquaredError: meanOf("meanSquaredError", meanSquaredError),
  /** Mean absolute error. */
  meanAbsoluteError: meanOf("meanAbsoluteError", meanAbsoluteError),
} as const;

const aliases = { acc: "accuracy", mse: "meanSquaredError", mae: "meanAbsoluteError" } as const;

export type MetricName = keyof typeof metrics | keyof typeof aliases;

/** What `compile` accepts as a metric: a name, a `Metric`, or a function of (labels, predictions). */
export type MetricLike = MetricName | Metric | MetricFunction;

/** A named metric appears in the logs under the name that was given: `"mae"` as `mae`. */
export function resolveMetric(metric: MetricLike): Metric {
  if (metric instanceof Metric) return metric;
  if (typeof metric === "function") return new MeanMetric(metric.name || "metric", metric);
  const name = Object.hasOwn(aliases, metric) ? aliases[metric as keyof typeof aliases] : metric;
  if (Object.hasOwn(metrics, name)) return metrics[name as keyof typeof metrics]({ name: metric });
  const names = [...Object.keys(metrics), ...Object.keys(aliases)];
  throw new ArgumentError(
    `compile: unknown metric ${JSON.stringify(metric)}. Expected a Metric, a function or one of ${names.join(", ")}.` +
      suggestion(String(metric), names),
  );
}
