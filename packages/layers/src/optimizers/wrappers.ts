// Optimizers around optimizers: there is no default of what is inside, so `compile` has no name for them.
import { LossScaleOptimizer, type LossScaleOptions } from "./loss-scale.js";
import { MultiOptimizer, type MultiOptimizerOptions } from "./multi.js";
import { OptimizerMap, type OptimizerMapOptions } from "./optimizer-map.js";

/** Scales the loss up and gradients down, by as much as they stay finite. */
export function lossScaleOptimizer(options: LossScaleOptions): LossScaleOptimizer {
  return new LossScaleOptimizer(options);
}

/** Several optimizers, each for weights of its own. */
export function multiOptimizer(options: MultiOptimizerOptions): MultiOptimizer {
  return new MultiOptimizer(options);
}

/** Says which optimizer moves which weight. */
export function optimizerMap(options: OptimizerMapOptions): OptimizerMap {
  return new OptimizerMap(options);
}
