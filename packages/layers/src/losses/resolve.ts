import { objectClassOf } from "../base/forms.js";
import { type SnakeCase, snakeCase } from "../base/names.js";
import type { CustomObjects } from "../saving/custom-objects.js";
import { describeMember, type Family, member } from "../saving/family.js";
import type { SerializedObject } from "../saving/keys.js";
import { crossentropyFor } from "./choice.js";
import * as classes from "./classes.js";
import { FunctionLoss } from "./function-loss.js";
import * as list from "./list.js";
import { Loss, type LossFunction } from "./loss.js";

type ListName = keyof typeof list;

/** A loss by name: of the function, in camel or snake case, of the class, or an abbreviation. */
export type LossName =
  | ListName
  | SnakeCase<ListName>
  | Exclude<keyof typeof classes, "Loss">
  | keyof typeof aliases
  | "crossentropy"
  | "ce";

/** What `compile` accepts as a loss: a name, a `Loss`, a function of (labels, predictions), a saved one. */
export type LossLike = LossName | Loss | LossFunction | SerializedObject;

const aliases = {
  BCE: "bce",
  KLD: "kld",
  MAE: "mae",
  MAPE: "mape",
  MSE: "mse",
  MSLE: "msle",
} as const;

const family: Family<Loss> = {
  what: "loss",
  base: Loss,
  list: { ...classes, ...list },
  aliases,
  keepsFunctions: true,
};

/**
 * What an identifier stands for: a name of a function the function, a name of a class or a saved
 * description an object, anything else itself; `null` for none.
 * @throws ArgumentError for an unknown name, with the nearest one
 */
export function get(
  identifier: LossLike | (new () => Loss) | string | null | undefined,
): Loss | LossFunction | null {
  if (identifier === null || identifier === undefined) return null;
  return member(family, identifier, "losses") as Loss | LossFunction;
}

/** A loss, or a function, as Keras's files describe it. */
export function serialize(loss: Loss | LossFunction): SerializedObject {
  return JSON.parse(JSON.stringify(describeMember(family, loss)));
}

/**
 * The loss or function of a saved description.
 * @throws SerializationError if its class is unknown: pass your own as `customObjects`
 */
export function deserialize(
  name: SerializedObject | string,
  options: { readonly customObjects?: CustomObjects | null | undefined } = {},
): Loss | LossFunction {
  return member(family, name, "losses", options.customObjects ?? {}) as Loss | LossFunction;
}

/** @throws ArgumentError if the name is unknown */
export function resolveLoss(loss: LossLike): Loss {
  if (typeof loss === "string" && /^(crossentropy|ce)$/i.test(loss)) {
    return new FunctionLoss(crossentropyFor, loss);
  }
  const found = member(family, loss, "compile") as Loss | LossFunction;
  if (found instanceof Loss) return found;
  const name = typeof loss === "string" ? loss : snakeCase(found.name) || "loss";
  const objectClass = objectClassOf(found, Loss) as LossClass | undefined;
  return objectClass === undefined ? new FunctionLoss(found, name) : new objectClass({ name });
}

type LossClass = new (options: { readonly name: string }) => Loss;
