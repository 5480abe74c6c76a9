// The one list of optimizers, by the names that `compile` takes.
import { Adadelta, type AdadeltaOptions } from "./adadelta.js";
import { Adafactor, type AdafactorOptions } from "./adafactor.js";
import { Adagrad, type AdagradOptions } from "./adagrad.js";
import { Adam, type AdamOptions } from "./adam.js";
import { Adamax, type AdamaxOptions } from "./adamax.js";
import { AdamW } from "./adamw.js";
import { Ftrl, type FtrlOptions } from "./ftrl.js";
import { Lamb, type LambOptions } from "./lamb.js";
import { Lion, type LionOptions } from "./lion.js";
import { Muon, type MuonOptions } from "./muon.js";
import { Nadam, type NadamOptions } from "./nadam.js";
import { RMSprop, type RMSpropOptions } from "./rmsprop.js";
import { ScheduleFreeAdamW, type ScheduleFreeAdamWOptions } from "./schedule-free-adamw.js";
import { SGD, type SGDOptions } from "./sgd.js";

/** Gradient descent, with momentum and Nesterov's look-ahead if asked. */
export function sgd(options?: SGDOptions): SGD {
  return new SGD(options);
}

/** RMSprop: steps scaled by a running mean of squared gradients. */
export function rmsprop(options?: RMSpropOptions): RMSprop {
  return new RMSprop(options);
}

/** Adam: steps scaled by running means of gradients and of their squares. */
export function adam(options?: AdamOptions): Adam {
  return new Adam(options);
}

/** Adam with decoupled weight decay; default 0.004. */
export function adamw(options?: AdamOptions): AdamW {
  return new AdamW(options);
}

/** Adadelta: steps as long as recent steps were. */
export function adadelta(options?: AdadeltaOptions): Adadelta {
  return new Adadelta(options);
}

/** Adagrad: the more a weight was moved, the less it moves. */
export function adagrad(options?: AdagradOptions): Adagrad {
  return new Adagrad(options);
}

/** Adam by the largest gradient in place of the mean square. */
export function adamax(options?: AdamaxOptions): Adamax {
  return new Adamax(options);
}

/** Adafactor: means of squares by rows and columns, for little memory. */
export function adafactor(options?: AdafactorOptions): Adafactor {
  return new Adafactor(options);
}

/** Adam with Nesterov's look-ahead. */
export function nadam(options?: NadamOptions): Nadam {
  return new Nadam(options);
}

/** Follow the regularized leader: for sparse, shallow models. */
export function ftrl(options?: FtrlOptions): Ftrl {
  return new Ftrl(options);
}

/** Lion: steps by the sign alone; wants a learning rate some 10 times smaller than Adam's. */
export function lion(options?: LionOptions): Lion {
  return new Lion(options);
}

/** Adam with steps as long as the weight is: for very large batches. */
export function lamb(options?: LambOptions): Lamb {
  return new Lamb(options);
}

/** Muon: matrices move along their orthogonalized momentum, everything else by Adam. */
export function muon(options?: MuonOptions): Muon {
  return new Muon(options);
}

/** AdamW that needs no schedule, since it averages over its path. */
export function scheduleFreeAdamw(options?: ScheduleFreeAdamWOptions): ScheduleFreeAdamW {
  return new ScheduleFreeAdamW(options);
}
