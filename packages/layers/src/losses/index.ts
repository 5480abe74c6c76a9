import { ArgumentError, suggestion } from "@antler/core";
import {
  type CategoricalCrossentropyOptions,
  type CrossentropyOptions,
  type SmoothedCrossentropyOptions,
  binaryCrossentropy,
  categoricalCrossentropy,
  sparseCategoricalCrossentropy,
} from "./crossentropy.js";
import { Loss, type LossFunction, type LossOptions } from "./loss.js";
import { meanAbsoluteError, meanSquaredError } from "./regression.js";

export type {
  CategoricalCrossentropyOptions,
  CrossentropyOptions,
  SmoothedCrossentropyOptions,
} from "./crossentropy.js";
export { type LabelKind, Loss, type LossFunction, type LossOptions, type Reduction } from "./loss.js";

/** The one list of losses: factories by the names that `compile` takes. */
export const losses = {
  /** Labels and predictions in [0, 1], or predictions as logits. */
  binaryCrossentropy: (options: SmoothedCrossentropyOptions & LossOptions = {}): Loss =>
    new Loss("binaryCrossentropy", (y, p) => binaryCrossentropy(y, p, options), options),
  /** One-hot labels. */
  categoricalCrossentropy: (options: CategoricalCrossentropyOptions & LossOptions = {}): Loss =>
    new Loss("categoricalCrossentropy", (y, p) => categoricalCrossentropy(y, p, options), options),
  /** Integer labels from 0 to classes − 1. */
  sparseCategoricalCrossentropy: (options: CrossentropyOptions & LossOptions = {}): Loss =>
    new Loss(
      "sparseCategoricalCrossentropy",
      (y, p) => sparseCategoricalCrossentropy(y, p, options),
      options,
      "classIndices",
    ),
  /** Mean of squared differences. */
  meanSquaredError: (options: LossOptions = {}): Loss =>
    new Loss("meanSquaredError", meanSquaredError, options),
  /** Mean of absolute differences. */
  meanAbsoluteError: (options: LossOptions = {}): Loss =>
    new Loss("meanAbsoluteError", meanAbsoluteError, options),
} as const;

const aliases = { mse: "meanSquaredError", mae: "meanAbsoluteError" } as const;

export type LossName = keyof typeof losses | keyof typeof aliases;

/** What `compile` accepts as a loss: a name, a `Loss`, or a function of (labels, predictions). */
export type LossLike = LossName | Loss | LossFunction;

/** @throws ArgumentError if the name is unknown */
export function resolveLoss(loss: LossLike): Loss {
  if (loss instanceof Loss) return loss;
  if (typeof loss === "function") return new Loss(loss.name || "loss", loss);
  const name = Object.hasOwn(aliases, loss) ? aliases[loss as keyof typeof aliases] : loss;
  if (Object.hasOwn(losses, name)) return losses[name as keyof typeof losses]();
  const names = [...Object.keys(losses), ...Object.keys(aliases)];
  throw new ArgumentError(
    `compile: unknown loss ${JSON.stringify(loss)}. Expected a Loss, a function or one of ${names.join(", ")}.` +
      suggestion(String(loss), names),
  );
}
