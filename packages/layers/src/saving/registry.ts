import { SerializationError } from "@antler/core";
import * as activations from "../activations/list.js";
import { InputSpec } from "../base/input-spec.js";
import * as constraints from "../constraints/index.js";
import * as dtype_policies from "../dtype-policies/index.js";
import * as initializers from "../initializers/index.js";
import * as layers from "../layers/index.js";
import * as losses from "../losses/index.js";
import * as metrics from "../metrics/index.js";
import { Functional } from "../models/model.js";
import { Sequential } from "../models/sequential.js";
import * as optimizers from "../optimizers/index.js";
import * as regularizers from "../regularizers/index.js";
import { type CustomObject, getRegisteredName } from "./custom-objects.js";
import {
  type DeserializeOptions,
  deserializeWith,
  nameOf,
  type SerializableClass,
} from "./deserialize.js";
import { describeFunction, fromKerasKey, type SerializedObject, toKerasKey } from "./keys.js";

type List = Readonly<Record<string, unknown>>;

/** The lists of everything that a file may name, by the last part of Keras's module. */
const lists: Readonly<Record<string, List>> = {
  layers,
  initializers,
  regularizers,
  constraints,
  losses,
  metrics,
  optimizers,
  activations,
  models: { Functional, Sequential },
  keras: { InputSpec },
  dtype_policies,
};

/** By module, then by the name of the class or function in Keras. */
let tables: ReadonlyMap<string, ReadonlyMap<string, SerializableClass | CustomObject>> | undefined;

type Table = Map<string, SerializableClass | CustomObject>;

function tablesOf(): NonNullable<typeof tables> {
  if (tables !== undefined) return tables;
  const all = new Map<string, Table>();
  for (const [module, list] of Object.entries(lists)) addTable(all, module, list);
  tables = all;
  return tables;
}

/** Adds a list, and the lists inside it: `schedules` of `optimizers`. */
function addTable(all: Map<string, Table>, module: string, list: List): void {
  const table: Table = new Map();
  all.set(module, table);
  for (const [name, value] of Object.entries(list)) {
    if (typeof value === "function") {
      table.set(name, value as CustomObject);
      table.set(savedName(name, value), value as CustomObject);
    } else if (typeof value === "object" && value !== null) addTable(all, name, value as List);
  }
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
  return (
    own ?? [...all.values()].map((table) => table.get(name)).find((found) => found !== undefined)
  );
}

/** Whether a function is one of Antler's own, which Keras has under its name in snake case. */
function isOwn(object: object, name: string): boolean {
  return [...tablesOf().values()].some((table) => table.get(name) === object);
}

/**
 * The layer, loss, optimizer, initializer… that a file describes: the inverse of `toJSON` and of
 * Keras's `serialize`.
 * @throws SerializationError if a class is unknown
 */
export function deserialize(value: unknown, options?: DeserializeOptions): unknown {
  return deserializeWith(find, value, options);
}

/**
 * An object as plain JSON, the way Keras's files hold it. Functions become their names.
 * @throws SerializationError if it can't be described
 */
export function serialize(object: unknown): unknown {
  if (object === undefined || object === null) return null;
  if (typeof object === "function" && !("toJSON" in object)) {
    const name = getRegisteredName(object as CustomObject);
    if (name === "") {
      throw new SerializationError(
        "serialize: the function has no name. Expected a named one, known by registerSerializable.",
      );
    }
    return describeFunction(isOwn(object, name) ? toKerasKey(name) : name);
  }
  return JSON.parse(JSON.stringify(object)) as unknown;
}
