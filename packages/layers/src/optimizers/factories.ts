// The one list of optimizers, by the names that `compile` takes.
import { Adam, type AdamOptions } from "./adam.js";
import { Rmsprop, type RmspropOptions } from "./rmsprop.js";
import { Sgd, type SgdOptions } from "./sgd.js";

/** Gradient descent, with momentum and Nesterov's look-ahead if asked. */
export function sgd(options?: SgdOptions): Sgd {
  return new Sgd(options);
}

/** Adam: steps scaled by running means of gradients and of their squares. */
export function adam(options?: AdamOptions): Adam {
  return new Adam(options);
}

/** Adam with decoupled weight decay; default 0.004, as in Keras. */
export function adamw(options: AdamOptions = {}): Adam {
  return new Adam({ ...options, weightDecay: options.weightDecay ?? 0.004 }, "adamw");
}

/** RMSprop: steps scaled by a running mean of squared gradients. */
export function rmsprop(options?: RmspropOptions): Rmsprop {
  return new Rmsprop(options);
}
