import {
  ArgumentError,
  type HostTensor,
  hostTensor,
  suggestion,
  type TensorOptions,
} from "@antler/core";
import * as initializers from "./index.js";
import type { Initializer } from "./initializer.js";

/** The name of an initializer. */
export type InitializerName = keyof typeof initializers;

/** A user's own rule: values for a weight of this shape, flat or nested. */
export type InitializerFunction = (
  shape: readonly number[],
) => HostTensor | Parameters<typeof hostTensor>[0];

/** An initializer by name, as an object, or as a function of the shape. */
export type InitializerLike = InitializerName | Initializer | InitializerFunction;

const table: Readonly<Record<InitializerName, () => Initializer>> = initializers;

/** @throws ArgumentError for an unknown name, with the nearest one */
export function resolveInitializer(
  value: InitializerLike,
  where: string,
): (shape: readonly number[]) => HostTensor {
  if (typeof value === "function") {
    return (shape) => {
      const drawn = value(shape);
      return typeof drawn === "object" && "data" in drawn
        ? drawn
        : hostTensor(drawn, { shape } satisfies TensorOptions);
    };
  }
  if (Object.hasOwn(table, value)) return table[value]();
  throw new ArgumentError(
    `${where}: unknown initializer "${value}". Expected one of ${Object.keys(initializers).join(", ")}.` +
      suggestion(value, Object.keys(initializers)),
  );
}

/** How a config holds an initializer: the object it stands for. */
export function describeInitializer(value: InitializerLike): Initializer | string {
  if (typeof value === "string") return table[value]();
  return "toJSON" in value ? value : value.name;
}
