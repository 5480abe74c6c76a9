// The one list of the losses' classes, by the names that saved models know.
export { BinaryCrossentropy, BinaryFocalCrossentropy } from "./binary.js";
export { Circle } from "./circle.js";
export { CategoricalCrossentropy, SparseCategoricalCrossentropy } from "./crossentropy.js";
export { CTC } from "./ctc.js";
export { KLDivergence, Poisson } from "./divergence.js";
export { CategoricalFocalCrossentropy } from "./focal.js";
export { CategoricalGeneralizedCrossEntropy } from "./generalized.js";
export { CategoricalHinge, Hinge, SquaredHinge } from "./hinge.js";
export { Loss } from "./loss.js";
export {
  CosineSimilarity,
  Huber,
  LogCosh,
  MeanAbsoluteError,
  MeanAbsolutePercentageError,
  MeanSquaredError,
  MeanSquaredLogarithmicError,
} from "./regression.js";
export { Dice, Tversky } from "./segmentation.js";
