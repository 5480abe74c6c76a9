import { objectClassOf } from "../base/forms.js";
import {
  type CustomObjects,
  type Family,
  lookUp,
  type SerializedFunction,
  type SnakeCase,
  serializeObject,
} from "../base/lookup.js";
import { snakeCase } from "../base/names.js";
import type { SerializedObject } from "../saving/keys.js";
import { crossentropyFor } from "./choice.js";
import * as classes from "./classes.js";
import { FunctionLoss } from "./function-loss.js";
import * as list from "./list.js";
import { Loss, type LossFunction } from "./loss.js";

type ListName = keyof typeof list;
type Alias = "bce" | "kld" | "mae" | "mape" | "mse" | "msle";

/** A loss by name: of the function, in camel or snake case, of the class, or an abbreviation. */
export type LossName =
  | ListName
  | SnakeCase<ListName>
  | Uppercase<Alias>
  | Exclude<keyof typeof classes, "Loss">
  | "crossentropy"
  | "ce";

/** What `compile` accepts as a loss: a name, a `Loss`, or a function of (labels, predictions). */
export type LossLike = LossName | Loss | LossFunction | SerializedObject | SerializedFunction;

const { bce, kld, mae, mape, mse, msle } = list;

const family: Family<Loss> = {
  what: "loss",
  where: "losses",
  base: Loss,
  classes,
  names: { ...list, BCE: bce, KLD: kld, MAE: mae, MAPE: mape, MSE: mse, MSLE: msle },
};

/**
 * What an identifier stands for: a name of a function the function, a name of a class or a saved
 * config an object, anything else itself; `null` for none.
 * @throws ArgumentError if it is unknown
 */
export function get(
  identifier: LossLike | (new () => Loss) | string | null | undefined,
): Loss | LossFunction | null {
  if (identifier === null || identifier === undefined) return null;
  return lookUp(family, identifier) as Loss | LossFunction;
}

/** A loss, or a function, as Keras's files describe it. */
export function serialize(loss: Loss | LossFunction): SerializedObject | SerializedFunction {
  return serializeObject(loss);
}

/**
 * The loss or function of a saved description.
 * @throws ArgumentError if its class is unknown: pass your own as `customObjects`
 */
export function deserialize(
  name: SerializedObject | SerializedFunction | string,
  options: { readonly customObjects?: CustomObjects | null | undefined } = {},
): Loss | LossFunction {
  return lookUp(family, name, options.customObjects ?? {}) as Loss | LossFunction;
}

/** @throws ArgumentError if the name is unknown */
export function resolveLoss(loss: LossLike): Loss {
  if (typeof loss === "string" && /^(crossentropy|ce)$/i.test(loss)) {
    return new FunctionLoss(crossentropyFor, loss);
  }
  const found = get(loss) as Loss | LossFunction;
  if (found instanceof Loss) return found;
  const objectClass = objectClassOf(found) as LossClass | undefined;
  if (objectClass === undefined) return new FunctionLoss(found, found.name || "loss");
  return new objectClass({ name: typeof loss === "string" ? loss : snakeCase(found.name) });
}

type LossClass = new (options: { readonly name: string }) => Loss;
