import * as activations from "../activations/index.js";
import * as initializers from "../initializers/index.js";
import * as layers from "../layers/classes.js";
import * as losses from "../losses/index.js";
import * as metrics from "../metrics/index.js";
import * as models from "./models.js";
import * as optimizers from "../optimizers/index.js";
import type { CustomObject } from "./custom-objects.js";
import { deserializeWith, type DeserializeOptions, nameOf, type SerializableClass } from "./deserialize.js";
import { fromKerasKey, type SerializedObject } from "./keys.js";

type List = Readonly<Record<string, unknown>>;

/** The lists of everything that a file may name, by the last part of Keras's module. */
const lists: Readonly<Record<string, List>> = {
  layers,
  initializers,
  losses,
  metrics,
  optimizers,
  activations,
  models,
};

/** By module, then by the name of the class or function in Keras. */
let tables: ReadonlyMap<string, ReadonlyMap<string, SerializableClass | CustomObject>> | undefined;

function tablesOf(): NonNullable<typeof tables> {
  tables ??= new Map(
    Object.entries(lists).map(([module, list]) => {
      const entries = Object.entries(list).flatMap(([name, value]) =>
        typeof value === "function" ? [[savedName(name, value), value as CustomObject] as const] : [],
      );
      return [module, new Map(entries)];
    }),
  );
  return tables;
}

/** A class says what it is called in files; functions go by their own names. */
function savedName(name: string, value: object): string {
  const { className } = value as { readonly className?: unknown };
  return Object.hasOwn(value, "className") ? String(className) : name;
}

/**
 * `"keras.layers"`, but also `"keras.src.layers.core.dense"`, and nothing at all in old files: then
 * the name alone decides.
 */
function find(object: SerializedObject): SerializableClass | CustomObject | undefined {
  const name = object.class_name === "function" ? fromKerasKey(nameOf(object)) : object.class_name;
  const all = tablesOf();
  const parts = (object.module ?? "").split(".");
  const own = parts.map((part) => all.get(part)?.get(name)).find((found) => found !== undefined);
  return own ?? [...all.values()].map((table) => table.get(name)).find((found) => found !== undefined);
}

/**
 * The layer, loss, optimizer, initializer… that a file describes: the inverse of `toJSON` and of
 * Keras's `serialize`.
 * @throws SerializationError if a class is unknown
 */
export function deserialize(value: unknown, options?: DeserializeOptions): unknown {
  return deserializeWith(find, value, options);
}
