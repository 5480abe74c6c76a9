import { ArgumentError, suggestion } from "@antler/core";
import { Adam, type AdamOptions } from "./adam.js";
import { Optimizer } from "./optimizer.js";
import { Rmsprop, type RmspropOptions } from "./rmsprop.js";
import { Sgd, type SgdOptions } from "./sgd.js";

export { Adam, type AdamOptions } from "./adam.js";
export { Optimizer, type OptimizerOptions, type Slots, type StepScalars } from "./optimizer.js";
export { Rmsprop, type RmspropOptions } from "./rmsprop.js";
export { Sgd, type SgdOptions } from "./sgd.js";

/** The one list of optimizers: factories by the names that `compile` takes. */
export const optimizers = {
  /** Gradient descent, with momentum and Nesterov's look-ahead if asked. */
  sgd: (options?: SgdOptions): Sgd => new Sgd(options),
  /** Adam: steps scaled by running means of gradients and of their squares. */
  adam: (options?: AdamOptions): Adam => new Adam(options),
  /** Adam with decoupled weight decay; default 0.004, as in Keras. */
  adamw: (options: AdamOptions = {}): Adam =>
    new Adam({ ...options, weightDecay: options.weightDecay ?? 0.004 }, "adamw"),
  /** RMSprop: steps scaled by a running mean of squared gradients. */
  rmsprop: (options?: RmspropOptions): Rmsprop => new Rmsprop(options),
} as const;

export type OptimizerName = keyof typeof optimizers;

/** What `compile` accepts as its optimizer. */
export type OptimizerLike = OptimizerName | Optimizer;

/** @throws ArgumentError if the name is unknown */
export function resolveOptimizer(optimizer: OptimizerLike): Optimizer {
  if (optimizer instanceof Optimizer) return optimizer;
  const names = Object.keys(optimizers);
  if (names.includes(optimizer)) return optimizers[optimizer]();
  throw new ArgumentError(
    `compile: unknown optimizer ${JSON.stringify(optimizer)}. Expected an Optimizer or one of ${names.join(", ")}.` +
      suggestion(String(optimizer), names),
  );
}
