export type { Averaged } from "./averages.js";
export * from "./classes.js";
export * from "./factories.js";
export type { LearningRate, RateFunction } from "./learning-rate.js";
export { type DecayExclusion, type Gradient, Optimizer, type StepScalars } from "./optimizer.js";
export type { OptimizerOptions } from "./options.js";
export {
  deserialize,
  get,
  type OptimizerLike,
  type OptimizerName,
  resolveOptimizer,
  serialize,
} from "./resolve.js";
export * as schedules from "./schedules/index.js";
export { RunningMean, type SlotOptions, type Slots } from "./slots.js";
export * from "./wrappers.js";
