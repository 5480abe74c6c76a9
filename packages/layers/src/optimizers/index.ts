export { Adam, type AdamOptions } from "./adam.js";
export * from "./factories.js";
export { Optimizer, type OptimizerOptions, type Slots, type StepScalars } from "./optimizer.js";
export { type OptimizerLike, type OptimizerName, resolveOptimizer } from "./resolve.js";
export { Rmsprop, type RmspropOptions } from "./rmsprop.js";
export { Sgd, type SgdOptions } from "./sgd.js";
