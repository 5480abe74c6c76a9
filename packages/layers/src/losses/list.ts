// The one list of losses. Each name has two uses: with labels and predictions it is the function, with
// options (or nothing) it makes the object for `compile`.
import { forms } from "../base/forms.js";
import * as binary from "./binary.js";
import * as similarity from "./circle.js";
import * as entropy from "./crossentropy.js";
import * as sequences from "./ctc.js";
import * as divergence from "./divergence.js";
import * as focal from "./focal.js";
import * as generalized from "./generalized.js";
import * as hinges from "./hinge.js";
import * as regression from "./regression.js";
import * as segmentation from "./segmentation.js";

/** Mean of squared differences. */
export const meanSquaredError = /* @__PURE__ */ forms(
  regression.meanSquaredError,
  regression.MeanSquaredError,
);

/** Mean of absolute differences. */
export const meanAbsoluteError = /* @__PURE__ */ forms(
  regression.meanAbsoluteError,
  regression.MeanAbsoluteError,
);

/** Mean of absolute differences in percent of the labels. */
export const meanAbsolutePercentageError = /* @__PURE__ */ forms(
  regression.meanAbsolutePercentageError,
  regression.MeanAbsolutePercentageError,
);

/** Mean of squared differences of logarithms. */
export const meanSquaredLogarithmicError = /* @__PURE__ */ forms(
  regression.meanSquaredLogarithmicError,
  regression.MeanSquaredLogarithmicError,
);

/** Minus the cosine between labels and predictions. */
export const cosineSimilarity = /* @__PURE__ */ forms(
  regression.cosineSimilarity,
  regression.CosineSimilarity,
);

/** Squared differences up to a limit, absolute ones beyond. */
export const huber = /* @__PURE__ */ forms(regression.huber, regression.Huber);

/** Mean of log cosh of the differences. */
export const logCosh = /* @__PURE__ */ forms(regression.logCosh, regression.LogCosh);

/** Hinge loss of labels −1 or 1. */
export const hinge = /* @__PURE__ */ forms(hinges.hinge, hinges.Hinge);

/** Squared hinge loss of labels −1 or 1. */
export const squaredHinge = /* @__PURE__ */ forms(hinges.squaredHinge, hinges.SquaredHinge);

/** Hinge loss of one-hot labels. */
export const categoricalHinge = /* @__PURE__ */ forms(
  hinges.categoricalHinge,
  hinges.CategoricalHinge,
);

/** Kullback-Leibler divergence of the predictions from the labels. */
export const klDivergence = /* @__PURE__ */ forms(divergence.klDivergence, divergence.KLDivergence);

/** Poisson loss of counts and predicted rates. */
export const poisson = /* @__PURE__ */ forms(divergence.poisson, divergence.Poisson);

/** For labels in [0, 1] and predictions as probabilities, or as logits. */
export const binaryCrossentropy = /* @__PURE__ */ forms(
  binary.binaryCrossentropy,
  binary.BinaryCrossentropy,
);

/** Binary cross-entropy in which easy samples count less. */
export const binaryFocalCrossentropy = /* @__PURE__ */ forms(
  binary.binaryFocalCrossentropy,
  binary.BinaryFocalCrossentropy,
);

/** For one-hot labels. */
export const categoricalCrossentropy = /* @__PURE__ */ forms(
  entropy.categoricalCrossentropy,
  entropy.CategoricalCrossentropy,
);

/** For integer labels from 0 to classes − 1. */
export const sparseCategoricalCrossentropy = /* @__PURE__ */ forms(
  entropy.sparseCategoricalCrossentropy,
  entropy.SparseCategoricalCrossentropy,
);

/** Cross-entropy of one-hot labels in which easy samples count less. */
export const categoricalFocalCrossentropy = /* @__PURE__ */ forms(
  focal.categoricalFocalCrossentropy,
  focal.CategoricalFocalCrossentropy,
);

/** Cross-entropy of integer labels that wrong labels move less. */
export const categoricalGeneralizedCrossEntropy = /* @__PURE__ */ forms(
  generalized.categoricalGeneralizedCrossEntropy,
  generalized.CategoricalGeneralizedCrossEntropy,
);

/** How little labels and predictions overlap, by Dice's coefficient. */
export const dice = /* @__PURE__ */ forms(segmentation.dice, segmentation.Dice);

/** How little labels and predictions overlap, misses and false alarms weighed. */
export const tversky = /* @__PURE__ */ forms(segmentation.tversky, segmentation.Tversky);

/** Circle loss of integer labels and embeddings of length 1. */
export const circle = /* @__PURE__ */ forms(similarity.circle, similarity.Circle);

/** Loss of sequences of labels whose places in time are not known. */
export const ctc = /* @__PURE__ */ forms(sequences.ctc, sequences.CTC);

export {
  binaryCrossentropy as bce,
  klDivergence as kld,
  meanAbsoluteError as mae,
  meanAbsolutePercentageError as mape,
  meanSquaredError as mse,
  meanSquaredLogarithmicError as msle,
};
