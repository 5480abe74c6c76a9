import { ArgumentError, suggestion, type Tensor } from "@antler/core";
import { LayerState } from "../base/layer-state.js";
import { snakeCase } from "../base/names.js";
import {
  type CustomObject,
  type CustomObjects,
  getRegisteredName,
  getRegisteredObject,
} from "../saving/custom-objects.js";
import { describeFunction, type SerializedObject } from "../saving/keys.js";
import * as list from "./list.js";

/** `"leakyRelu"` as `"leaky_relu"`, in types. */
type Snake<S extends string> = S extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${Snake<Tail>}`
  : S;

/** Activations that need no options. */
type Plain = Exclude<keyof typeof list, "threshold">;

/** The name of an activation, in camelCase or as Keras writes it. */
export type ActivationName = Plain | Snake<Plain>;

/** An activation of a user's own: the result has the input's shape. */
export type ActivationFunction = (x: Tensor) => Tensor;

/** An activation by name, or as a function; a layer is one. */
export type ActivationLike = ActivationName | ActivationFunction | SerializedObject;

const { threshold: _, ...plain } = list;
const table: Readonly<Record<Plain, ActivationFunction>> = plain;

/** By Keras's names; where there are two, both. */
const byName = new Map(
  Object.entries(table).flatMap(([name, activate]) => [
    [name, activate] as const,
    [snakeCase(name), activate] as const,
  ]),
);

/**
 * The function that an option stands for; without one, the identity.
 * @throws ArgumentError for an unknown name, with the nearest one
 */
export function resolveActivation(
  value: ActivationLike | null | undefined,
  where: string,
  customObjects: CustomObjects = {},
): ActivationFunction {
  if (value === null || value === undefined) return table.linear;
  if (typeof value === "function") return (x) => value(x);
  const name = typeof value === "string" ? value : nameIn(value);
  const found =
    (getRegisteredObject(name, customObjects) as ActivationFunction | undefined) ??
    byName.get(name);
  if (found !== undefined) return (x) => found(x);
  const names = Object.keys(table);
  throw new ArgumentError(
    `${where}: unknown activation "${name}". Expected a function, a layer or one of ` +
      `${names.join(", ")}.${suggestion(name, names)}`,
  );
}

/** How a config holds an activation: the name that Keras gives it, a layer, or a user's function. */
export function describeActivation(value: ActivationLike | null | undefined): unknown {
  if (value instanceof LayerState) return value;
  if (value === null || value === undefined) return "linear";
  const name = typeof value === "object" ? nameIn(value) : value;
  const activate = typeof name === "string" ? byName.get(name) : name;
  const known = Object.entries(table).find(([, candidate]) => candidate === activate);
  if (known !== undefined) return snakeCase(known[0]);
  return typeof name === "string"
    ? name
    : describeFunction(getRegisteredName(name as CustomObject));
}

/**
 * What an identifier stands for; the identity for none.
 * @throws ArgumentError for an unknown name, with the nearest one
 */
export function get(identifier: ActivationLike | null | undefined): ActivationFunction {
  if (typeof identifier === "function") return identifier;
  const known = typeof identifier === "string" ? byName.get(identifier) : undefined;
  return known ?? resolveActivation(identifier, "activations.get");
}

/** An activation as Keras's files describe it. */
export function serialize(activation: ActivationLike): unknown {
  return JSON.parse(JSON.stringify(describeActivation(activation)));
}

/** The activation of a saved description. */
export function deserialize(
  config: ActivationName | SerializedObject,
  options: { readonly customObjects?: CustomObjects | null | undefined } = {},
): ActivationFunction {
  const { customObjects } = options;
  return resolveActivation(config, "activations.deserialize", customObjects ?? {});
}

/** The name of the function that a file describes. */
function nameIn({ class_name: name, config }: SerializedObject): string {
  if (name !== "function") return name;
  return typeof config === "string" ? config : String((config as { name?: unknown }).name);
}
