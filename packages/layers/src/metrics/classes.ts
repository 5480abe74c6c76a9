// The one list of the metrics' classes, by the names that saved models know.
export {
  Accuracy,
  BinaryAccuracy,
  CategoricalAccuracy,
  SparseCategoricalAccuracy,
} from "./accuracy.js";
export {
  PrecisionAtRecall,
  RecallAtPrecision,
  SensitivityAtSpecificity,
  SpecificityAtSensitivity,
} from "./confusion/at-value.js";
export { AUC } from "./confusion/auc.js";
export {
  FalseNegatives,
  FalsePositives,
  TrueNegatives,
  TruePositives,
} from "./confusion/counts.js";
export { Precision, Recall } from "./confusion/precision-recall.js";
export { ConcordanceCorrelation, PearsonCorrelation } from "./correlation.js";
export { F1Score, FBetaScore } from "./f-score.js";
export { CategoricalHinge, Hinge, SquaredHinge } from "./hinge.js";
export { BinaryIoU, IoU, MeanIoU, OneHotIoU, OneHotMeanIoU } from "./iou.js";
export { MeanMetricWrapper } from "./mean-metric.js";
export { Metric } from "./metric.js";
export {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  KLDivergence,
  Poisson,
  SparseCategoricalCrossentropy,
} from "./probabilistic.js";
export { R2Score } from "./r2-score.js";
export { Mean, Sum } from "./reduction.js";
export {
  CosineSimilarity,
  LogCoshError,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
  RootMeanSquaredError,
} from "./regression.js";
export { SparseTopKCategoricalAccuracy, TopKCategoricalAccuracy } from "./top-k.js";
