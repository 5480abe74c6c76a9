// The one list of losses, by the names that `compile` takes.
import {
  binaryCrossentropy as binary,
  type CategoricalCrossentropyOptions,
  type CrossentropyOptions,
  categoricalCrossentropy as categorical,
  type SmoothedCrossentropyOptions,
  sparseCategoricalCrossentropy as sparse,
} from "./crossentropy.js";
import { Loss, type LossOptions } from "./loss.js";
import * as regression from "./regression.js";

/** For labels in [0, 1] and predictions as probabilities, or as logits. */
export function binaryCrossentropy(options: SmoothedCrossentropyOptions & LossOptions = {}): Loss {
  return new Loss("binaryCrossentropy", (y, p) => binary(y, p, options), options);
}

/** For one-hot labels. */
export function categoricalCrossentropy(
  options: CategoricalCrossentropyOptions & LossOptions = {},
): Loss {
  return new Loss("categoricalCrossentropy", (y, p) => categorical(y, p, options), options);
}

/** For integer labels from 0 to classes − 1. */
export function sparseCategoricalCrossentropy(
  options: CrossentropyOptions & LossOptions = {},
): Loss {
  const name = "sparseCategoricalCrossentropy";
  return new Loss(name, (y, p) => sparse(y, p, options), options, "classIndices");
}

/** Mean of squared differences. */
export function meanSquaredError(options: LossOptions = {}): Loss {
  return new Loss("meanSquaredError", regression.meanSquaredError, options);
}

/** Mean of absolute differences. */
export function meanAbsoluteError(options: LossOptions = {}): Loss {
  return new Loss("meanAbsoluteError", regression.meanAbsoluteError, options);
}

export { meanAbsoluteError as mae, meanSquaredError as mse };
