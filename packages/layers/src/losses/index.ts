export type { BinaryCrossentropyOptions, BinaryFocalCrossentropyOptions } from "./binary.js";
export type { CircleLossOptions, CircleOptions } from "./circle.js";
export * from "./classes.js";
export type {
  CategoricalCrossentropyOptions,
  SparseCategoricalCrossentropyOptions,
} from "./crossentropy.js";
export type { CategoricalFocalCrossentropyOptions } from "./focal.js";
export type { CategoricalGeneralizedCrossEntropyOptions } from "./generalized.js";
export * from "./list.js";
export type { LabelKind, LossFunction, LossOptions } from "./loss.js";
export type { Reduction } from "./reduction.js";
export type { AxisOption, HuberOptions } from "./regression.js";
export {
  deserialize,
  get,
  type LossLike,
  type LossName,
  resolveLoss,
  serialize,
} from "./resolve.js";
export type { DiceOptions, TverskyOptions } from "./segmentation.js";
