import { ArgumentError, suggestion } from "@antler/core";
import * as factories from "./factories.js";
import { MeanMetric, Metric, type MetricFunction } from "./metric.js";

export type MetricName = keyof typeof factories;

/** What `compile` accepts as a metric: a name, a `Metric`, or a function of (labels, predictions). */
export type MetricLike = MetricName | Metric | MetricFunction;

/**
 * A metric that is named appears in the logs under the name that was given: `"mae"` as `mae`.
 * @throws ArgumentError if the name is unknown
 */
export function resolveMetric(metric: MetricLike): Metric {
  if (metric instanceof Metric) return metric;
  if (typeof metric === "function") return new MeanMetric(metric.name || "metric", metric);
  const table = { ...factories };
  const names = Object.keys(table);
  if (names.includes(metric)) return table[metric]({ name: metric });
  throw new ArgumentError(
    `compile: unknown metric ${JSON.stringify(metric)}. Expected a Metric, a function or one of ${names.join(", ")}.` +
      suggestion(String(metric), names),
  );
}
