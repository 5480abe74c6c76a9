export * from "./factories.js";
export { Mean, MeanMetric, Metric, type MetricFunction } from "./metric.js";
export { type MetricLike, type MetricName, resolveMetric } from "./resolve.js";
