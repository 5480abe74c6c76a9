import { ArgumentError, suggestion } from "@antler/core";
import {
  type CustomObject,
  type CustomObjects,
  getRegisteredObject,
} from "../saving/custom-objects.js";
import { deserializeWith, type SerializableClass } from "../saving/deserialize.js";
import type { SerializedObject } from "../saving/keys.js";
import * as classes from "./classes.js";
import * as factories from "./factories.js";
import { Optimizer } from "./optimizer.js";
import * as schedules from "./schedules/classes.js";

export type OptimizerName = keyof typeof factories;

/** What `compile` accepts as its optimizer; names in any case: `"adamw"`, `"AdamW"`. */
export type OptimizerLike = OptimizerName | Optimizer | SerializedObject;

/** @throws ArgumentError if the name is unknown */
export function resolveOptimizer(optimizer: OptimizerLike): Optimizer {
  return find(optimizer, "compile");
}

/**
 * What an identifier stands for: a name or a saved description an optimizer, an optimizer itself; `null`
 * for none.
 * @throws ArgumentError for an unknown name, with the nearest one
 */
export function get(identifier: OptimizerLike | string | null | undefined): Optimizer | null {
  if (identifier === null || identifier === undefined) return null;
  return find(identifier, "optimizers.get");
}

/** An optimizer as Keras's files describe it. */
export function serialize(optimizer: Optimizer): SerializedObject {
  return JSON.parse(JSON.stringify(optimizer)) as SerializedObject;
}

/**
 * The optimizer of a saved description.
 * @throws SerializationError if its class is unknown: pass your own as `customObjects`
 */
export function deserialize(
  config: SerializedObject,
  options: { readonly customObjects?: CustomObjects | null | undefined } = {},
): Optimizer {
  const { customObjects } = options;
  const found = deserializeWith(classOf, config, { customObjects: customObjects ?? {} });
  return checked(found, "optimizers.deserialize");
}

function find(identifier: unknown, where: string): Optimizer {
  if (typeof identifier === "object" && identifier !== null && "class_name" in identifier) {
    return deserialize(identifier as SerializedObject);
  }
  if (typeof identifier !== "string") return checked(identifier, where);
  const custom = getRegisteredObject(identifier);
  if (custom !== undefined) return checked(new (custom as new () => object)(), where);
  const names = Object.keys(factories) as OptimizerName[];
  const name = names.find((each) => each.toLowerCase() === identifier.toLowerCase());
  if (name !== undefined) return { ...factories }[name]();
  throw new ArgumentError(
    `${where}: unknown optimizer ${JSON.stringify(identifier)}. Expected an Optimizer or one of ${names.join(", ")}.` +
      suggestion(identifier, names),
  );
}

/** Optimizers, and the schedules inside them, by the names of their classes; Keras ignores the case. */
function classOf({ class_name: name }: SerializedObject): SerializableClass | undefined {
  const all: Readonly<Record<string, CustomObject>> = { ...classes, ...schedules };
  const own = Object.keys(all).find((each) => each.toLowerCase() === name.toLowerCase());
  return own === undefined ? undefined : (all[own] as SerializableClass);
}

function checked(found: unknown, where: string): Optimizer {
  if (found instanceof Optimizer) return found;
  throw new ArgumentError(
    `${where}: this is no optimizer. Expected a name, an Optimizer or a saved description, received ${String(found)}.`,
  );
}
