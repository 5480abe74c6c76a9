import { LossScaleOptimizer } from "../optimizers/loss-scale.js";
import { MultiOptimizer } from "../optimizers/multi.js";
import type { Optimizer } from "../optimizers/optimizer.js";
import type { Logs } from "./callback.js";

/** The optimizers that have a learning rate: the one, or several in one. */
export function ratedOptimizers(optimizer: Optimizer): readonly Optimizer[] {
  const inner = optimizer instanceof LossScaleOptimizer ? optimizer.innerOptimizer : optimizer;
  return inner instanceof MultiOptimizer ? inner.optimizers : [inner];
}

/** Puts the present learning rate into the logs; with several optimizers, each by its name. */
export async function logLearningRates(optimizer: Optimizer, logs: Logs): Promise<void> {
  const all = ratedOptimizers(optimizer);
  for (const each of all) {
    const name = all.length > 1 ? `learning_rate_${each.name}` : "learning_rate";
    logs[name] = await each.learningRate.item();
  }
}
