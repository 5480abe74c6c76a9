export type { BinaryAccuracyOptions } from "./accuracy.js";
export * from "./classes.js";
export type {
  AtValueOptions,
  PrecisionAtRecallOptions,
  RecallAtPrecisionOptions,
  SensitivityAtSpecificityOptions,
  SpecificityAtSensitivityOptions,
} from "./confusion/at-value.js";
export type { AUCOptions } from "./confusion/auc.js";
export type { CountOptions } from "./confusion/counts.js";
export type { PrecisionOptions } from "./confusion/precision-recall.js";
export type { F1ScoreOptions, FBetaScoreOptions } from "./f-score.js";
export type { BinaryIoUOptions, IoUOptions, MeanIoUOptions } from "./iou.js";
export * from "./list.js";
export type { MeanMetricOptions, MetricFunction } from "./mean-metric.js";
export type {
  Direction,
  LabelMetric,
  MetricOptions,
  MetricResult,
  MetricVariableOptions,
} from "./metric.js";
export type {
  CategoricalCrossentropyOptions,
  CrossentropyOptions,
  SmoothedOptions,
  SparseCategoricalCrossentropyOptions,
} from "./probabilistic.js";
export type { R2ScoreOptions } from "./r2-score.js";
export {
  deserialize,
  get,
  type MetricLike,
  type MetricName,
  resolveMetric,
  serialize,
} from "./resolve.js";
export type { SparseTopKOptions, TopKOptions } from "./top-k.js";
