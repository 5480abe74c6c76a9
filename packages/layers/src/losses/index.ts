export type {
  CategoricalCrossentropyOptions,
  CrossentropyOptions,
  SmoothedCrossentropyOptions,
} from "./crossentropy.js";
export * from "./factories.js";
export {
  type LabelKind,
  Loss,
  type LossFunction,
  type LossOptions,
  type Reduction,
} from "./loss.js";
export { type LossLike, type LossName, resolveLoss } from "./resolve.js";
