// The one list of metrics. A name that is a function too has two uses: with labels and predictions it
// is the function, with options (or nothing) it makes the object for `compile`.
import { forms, maker } from "../base/forms.js";
import * as binary from "../losses/binary.js";
import * as entropy from "../losses/crossentropy.js";
import * as divergence from "../losses/divergence.js";
import * as hinges from "../losses/hinge.js";
import * as errors from "../losses/regression.js";
import * as accuracies from "./accuracy.js";
import * as atValue from "./confusion/at-value.js";
import { AUC } from "./confusion/auc.js";
import * as counts from "./confusion/counts.js";
import * as confusion from "./confusion/precision-recall.js";
import * as correlation from "./correlation.js";
import * as fScore from "./f-score.js";
import * as hingeMetrics from "./hinge.js";
import * as overlap from "./iou.js";
import * as probabilistic from "./probabilistic.js";
import { R2Score } from "./r2-score.js";
import * as reductions from "./reduction.js";
import * as regression from "./regression.js";
import * as top from "./top-k.js";

export { binaryFocalCrossentropy } from "../losses/binary.js";
export { categoricalFocalCrossentropy } from "../losses/focal.js";
export { huber, logCosh } from "../losses/regression.js";

/** The mean of whatever it is given. */
export const mean = /* @__PURE__ */ maker(reductions.Mean);

/** The sum of whatever it is given. */
export const sum = /* @__PURE__ */ maker(reductions.Sum);

/** Share of predictions that are the label. As a name in `compile`: the accuracy that the shapes ask for. */
export const accuracy = /* @__PURE__ */ forms(accuracies.accuracy, accuracies.Accuracy);

/** Share of predictions on the label's side of a threshold. */
export const binaryAccuracy = /* @__PURE__ */ forms(
  accuracies.binaryAccuracy,
  accuracies.BinaryAccuracy,
);

/** Share of samples whose largest prediction is the one-hot label's class. */
export const categoricalAccuracy = /* @__PURE__ */ forms(
  accuracies.categoricalAccuracy,
  accuracies.CategoricalAccuracy,
);

/** Share of samples whose largest prediction is the integer label. */
export const sparseCategoricalAccuracy = /* @__PURE__ */ forms(
  accuracies.sparseCategoricalAccuracy,
  accuracies.SparseCategoricalAccuracy,
);

/** Share of samples whose one-hot label is among the largest predictions. */
export const topKCategoricalAccuracy = /* @__PURE__ */ forms(
  top.topKCategoricalAccuracy,
  top.TopKCategoricalAccuracy,
);

/** Share of samples whose integer label is among the largest predictions. */
export const sparseTopKCategoricalAccuracy = /* @__PURE__ */ forms(
  top.sparseTopKCategoricalAccuracy,
  top.SparseTopKCategoricalAccuracy,
);

/** Mean of squared differences. */
export const meanSquaredError = /* @__PURE__ */ forms(
  errors.meanSquaredError,
  regression.MeanSquaredError,
);

/** Mean of absolute differences. */
export const meanAbsoluteError = /* @__PURE__ */ forms(
  errors.meanAbsoluteError,
  regression.MeanAbsoluteError,
);

/** Mean of absolute differences in percent of the labels. */
export const meanAbsolutePercentageError = /* @__PURE__ */ forms(
  errors.meanAbsolutePercentageError,
  regression.MeanAbsolutePercentageError,
);

/** Mean of squared differences of logarithms. */
export const meanSquaredLogarithmicError = /* @__PURE__ */ forms(
  errors.meanSquaredLogarithmicError,
  regression.MeanSquaredLogarithmicError,
);

/** Root of the mean of squared differences. */
export const rootMeanSquaredError = /* @__PURE__ */ maker(regression.RootMeanSquaredError);

/** Mean of log cosh of the differences. */
export const logCoshError = /* @__PURE__ */ maker(regression.LogCoshError);

/** Mean cosine between labels and predictions. */
export const cosineSimilarity = /* @__PURE__ */ maker(regression.CosineSimilarity);

/** Share of the labels' variance that predictions explain. */
export const r2Score = /* @__PURE__ */ maker(R2Score);

/** Pearson's correlation of labels and predictions. */
export const pearsonCorrelation = /* @__PURE__ */ forms(
  correlation.pearsonCorrelation,
  correlation.PearsonCorrelation,
);

/** Lin's concordance of labels and predictions. */
export const concordanceCorrelation = /* @__PURE__ */ forms(
  correlation.concordanceCorrelation,
  correlation.ConcordanceCorrelation,
);

/** Hinge loss of labels −1 or 1. */
export const hinge = /* @__PURE__ */ forms(hinges.hinge, hingeMetrics.Hinge);

/** Squared hinge loss of labels −1 or 1. */
export const squaredHinge = /* @__PURE__ */ forms(hinges.squaredHinge, hingeMetrics.SquaredHinge);

/** Hinge loss of one-hot labels. */
export const categoricalHinge = /* @__PURE__ */ forms(
  hinges.categoricalHinge,
  hingeMetrics.CategoricalHinge,
);

/** Kullback-Leibler divergence of the predictions from the labels. */
export const klDivergence = /* @__PURE__ */ forms(
  divergence.klDivergence,
  probabilistic.KLDivergence,
);

/** Poisson loss of counts and predicted rates. */
export const poisson = /* @__PURE__ */ forms(divergence.poisson, probabilistic.Poisson);

/** Binary cross-entropy. */
export const binaryCrossentropy = /* @__PURE__ */ forms(
  binary.binaryCrossentropy,
  probabilistic.BinaryCrossentropy,
);

/** Cross-entropy of one-hot labels. */
export const categoricalCrossentropy = /* @__PURE__ */ forms(
  entropy.categoricalCrossentropy,
  probabilistic.CategoricalCrossentropy,
);

/** Cross-entropy of integer labels. */
export const sparseCategoricalCrossentropy = /* @__PURE__ */ forms(
  entropy.sparseCategoricalCrossentropy,
  probabilistic.SparseCategoricalCrossentropy,
);

/** Positive predictions of positive labels. */
export const truePositives = /* @__PURE__ */ maker(counts.TruePositives);

/** Negative predictions of negative labels. */
export const trueNegatives = /* @__PURE__ */ maker(counts.TrueNegatives);

/** Positive predictions of negative labels. */
export const falsePositives = /* @__PURE__ */ maker(counts.FalsePositives);

/** Negative predictions of positive labels. */
export const falseNegatives = /* @__PURE__ */ maker(counts.FalseNegatives);

/** Share of positive predictions that are right. */
export const precision = /* @__PURE__ */ maker(confusion.Precision);

/** Share of positive labels that are found. */
export const recall = /* @__PURE__ */ maker(confusion.Recall);

/** The best sensitivity over the thresholds that reach a specificity. */
export const sensitivityAtSpecificity = /* @__PURE__ */ maker(atValue.SensitivityAtSpecificity);

/** The best specificity over the thresholds that reach a sensitivity. */
export const specificityAtSensitivity = /* @__PURE__ */ maker(atValue.SpecificityAtSensitivity);

/** The best precision over the thresholds that reach a recall. */
export const precisionAtRecall = /* @__PURE__ */ maker(atValue.PrecisionAtRecall);

/** The best recall over the thresholds that reach a precision. */
export const recallAtPrecision = /* @__PURE__ */ maker(atValue.RecallAtPrecision);

/** Area under a curve of two rates that both change with the threshold. */
export const auc = /* @__PURE__ */ maker(AUC);

/** Harmonic mean of precision and recall, recall counting `beta` times. */
export const fBetaScore = /* @__PURE__ */ maker(fScore.FBetaScore);

/** Harmonic mean of precision and recall. */
export const f1Score = /* @__PURE__ */ maker(fScore.F1Score);

/** Intersection over union of some classes. */
export const iou = /* @__PURE__ */ maker(overlap.IoU);

/** Intersection over union of labels 0 or 1. */
export const binaryIoU = /* @__PURE__ */ maker(overlap.BinaryIoU);

/** Mean intersection over union of all classes. */
export const meanIoU = /* @__PURE__ */ maker(overlap.MeanIoU);

/** Intersection over union of one-hot labels and scores. */
export const oneHotIoU = /* @__PURE__ */ maker(overlap.OneHotIoU);

/** Mean intersection over union of all classes, of one-hot labels and scores. */
export const oneHotMeanIoU = /* @__PURE__ */ maker(overlap.OneHotMeanIoU);

export {
  binaryCrossentropy as bce,
  meanAbsoluteError as mae,
  meanAbsolutePercentageError as mape,
  meanSquaredError as mse,
  meanSquaredLogarithmicError as msle,
};
