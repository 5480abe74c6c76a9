import { ArgumentError, suggestion } from "@antler/core";
import {
  type CustomObject,
  type CustomObjects,
  getRegisteredName,
  getRegisteredObject,
} from "./custom-objects.js";
import { deserializeWith, nameOf, type SerializableClass } from "./deserialize.js";
import { describeFunction, fromKerasKey, type SerializedObject, toKerasKey } from "./keys.js";

/** Objects of one kind that names stand for: initializers, regularizers, constraints. */
export interface Family<T extends object> {
  /** What messages call one: `"initializer"`. */
  readonly what: string;
  readonly base: abstract new (...args: never[]) => T;
  /** Classes, and functions that make their objects. */
  readonly list: Readonly<Record<string, unknown>>;
  /** Whether names of functions stand for these, not for what they make. Default false. */
  readonly keepsFunctions?: boolean;
  /** Functions that saved descriptions may hold. Default: those of the list. */
  readonly functions?: Readonly<Record<string, unknown>>;
  /** Further names of what is in the list. */
  readonly aliases?: Readonly<Record<string, string>>;
}

/**
 * What a name, a class or a description from a file stands for; objects and functions are returned as
 * they are. Names are Keras's, in snake or camel case, or those of classes.
 * @throws ArgumentError for an unknown name, with the nearest one
 */
export function member<T extends object>(
  family: Family<T>,
  identifier: unknown,
  where = family.what,
  customObjects: CustomObjects = {},
): T | ((...args: never[]) => unknown) {
  if (typeof identifier === "string") return byName(family, identifier, where, customObjects);
  if (typeof identifier === "object" && identifier !== null && "class_name" in identifier) {
    const { list, functions = list } = family;
    const find = (object: SerializedObject) =>
      (object.class_name === "function"
        ? functions[fromKerasKey(nameOf(object))]
        : list[object.class_name]) as SerializableClass | undefined;
    return instance(family, deserializeWith(find, identifier, { customObjects }));
  }
  if (typeof identifier === "function" || identifier instanceof family.base) {
    return instance(family, identifier);
  }
  throw new ArgumentError(
    `${where}: this is no ${family.what}. Expected a name, an object, a function or a saved description, received ${String(identifier)}.`,
  );
}

function byName<T extends object>(
  family: Family<T>,
  name: string,
  where: string,
  customObjects: CustomObjects,
): T | ((...args: never[]) => unknown) {
  const custom = getRegisteredObject(name, customObjects);
  if (custom !== undefined) return instance(family, custom);
  const { list, what, aliases = {} } = family;
  const own = [name, fromKerasKey(name), aliases[name]].find(
    (each) => each && Object.hasOwn(list, each),
  );
  if (own !== undefined) {
    const found = list[own];
    if (isClass(family, found)) return new found({});
    return (family.keepsFunctions ? found : (found as () => T)()) as T;
  }
  const names = Object.keys(list).filter((each) => /^[a-z]/.test(each));
  throw new ArgumentError(
    `${where}: unknown ${what} "${name}". Expected one of ${names.join(", ")}.` +
      suggestion(fromKerasKey(name), names),
  );
}

function isClass<T extends object>(
  { base }: Family<T>,
  value: unknown,
): value is new (
  config: object,
) => T {
  return typeof value === "function" && value.prototype instanceof base;
}

/** An object of a class, if it is one. */
function instance<T extends object>(
  family: Family<T>,
  found: unknown,
): T | ((...args: never[]) => unknown) {
  return isClass(family, found) ? new found({}) : (found as T);
}

/** How a config holds an object, which writes itself, a function or a name. */
export function describeMember<T extends object>(
  family: Family<T>,
  value: unknown,
  where?: string,
): unknown {
  if (value === null || value === undefined) return null;
  const found = member(family, value, where);
  if ("toJSON" in found) return found;
  const fn = found as CustomObject;
  const isOwn = Object.values(family.functions ?? family.list).includes(fn);
  return describeFunction(isOwn ? toKerasKey(fn.name) : getRegisteredName(fn));
}
