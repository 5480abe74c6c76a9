import { ArgumentError, suggestion, type Tensor } from "@antler/core";
import { Layer } from "../base/layer.js";
import * as activations from "./index.js";

/** The name of an activation. */
export type ActivationName = keyof typeof activations;

/** An activation of a user's own: the result has the input's shape. */
export type ActivationFunction = (x: Tensor) => Tensor;

/** An activation by name, or as a function; a layer is one. */
export type ActivationLike = ActivationName | ActivationFunction;

const table: Readonly<Record<ActivationName, ActivationFunction>> = activations;

/** @throws ArgumentError for an unknown name, with the nearest one */
export function resolveActivation(value: ActivationLike, where: string): ActivationFunction {
  if (typeof value === "function") return (x) => value(x);
  if (Object.hasOwn(table, value)) return table[value];
  throw new ArgumentError(
    `${where}: unknown activation "${value}". Expected a function, a layer or one of ` +
      `${Object.keys(activations).join(", ")}.${suggestion(value, Object.keys(activations))}`,
  );
}

/** How a config holds an activation. */
export function describeActivation(value: ActivationLike): unknown {
  if (typeof value === "string") return value;
  return value instanceof Layer ? value.toJSON() : value.name;
}
