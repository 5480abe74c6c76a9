import { ArgumentError, suggestion, type Tensor } from "@antler/core";
import { Layer } from "../base/layer.js";
import { snakeCase } from "../base/names.js";
import * as activations from "./index.js";

/** `"leakyRelu"` as `"leaky_relu"`, in types. */
type Snake<S extends string> = S extends `${infer Head}${infer Tail}`
  ? `${Head extends Lowercase<Head> ? Head : `_${Lowercase<Head>}`}${Snake<Tail>}`
  : S;

/** Activations that need no options. */
type Plain = Exclude<keyof typeof activations, "threshold">;

/** The name of an activation, in camelCase or as Keras writes it. */
export type ActivationName = Plain | Snake<Plain>;

/** An activation of a user's own: the result has the input's shape. */
export type ActivationFunction = (x: Tensor) => Tensor;

/** An activation by name, or as a function; a layer is one. */
export type ActivationLike = ActivationName | ActivationFunction;

const { threshold: _, ...plain } = activations;
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
): ActivationFunction {
  if (value === null || value === undefined) return table.linear;
  if (typeof value === "function") return (x) => value(x);
  const found = byName.get(value);
  if (found !== undefined) return (x) => found(x);
  const names = Object.keys(table);
  throw new ArgumentError(
    `${where}: unknown activation "${value}". Expected a function, a layer or one of ` +
      `${names.join(", ")}.${suggestion(value, names)}`,
  );
}

/** How a config holds an activation: the name that Keras gives it, or a layer. */
export function describeActivation(value: ActivationLike | null | undefined): unknown {
  if (value instanceof Layer) return value;
  if (value === null || value === undefined) return "linear";
  const activate = typeof value === "string" ? byName.get(value) : value;
  const known = Object.entries(table).find(([, candidate]) => candidate === activate);
  if (known !== undefined) return snakeCase(known[0]);
  return value;
}
