import { ArgumentError, type DType, suggestion, type TensorLike, tensor } from "@antler/core";
import type { SerializedObject } from "../saving/keys.js";
import { snakeCase } from "./names.js";

/** `"meanSquaredError"` → `"mean_squared_error"` */
export type SnakeCase<S extends string> = S extends `${infer Head}${infer Tail}`
  ? Head extends Lowercase<Head>
    ? `${Head}${SnakeCase<Tail>}`
    : `_${Lowercase<Head>}${SnakeCase<Tail>}`
  : S;

/** A class whose objects a config makes. */
export type ConfigClass<T> = new (config?: never) => T;

/** Classes and functions of a user's own, by the names that saved models know. */
export type CustomObjects = Readonly<Record<string, unknown>>;

/** A family of objects that names and configs stand for. */
export interface Family<T> {
  /** What messages call one of it: `"loss"`. */
  readonly what: string;
  /** Where messages say that it is looked for: `"losses"`. */
  readonly where: string;
  readonly base: abstract new (...args: never[]) => T;
  /** Classes by name. */
  readonly classes: Readonly<Record<string, unknown>>;
  /** What other names stand for, in camel case: functions or classes. */
  readonly names: Readonly<Record<string, unknown>>;
}

/** A function as Keras's files hold it. */
export interface SerializedFunction {
  readonly module: "builtins";
  readonly class_name: "function";
  readonly config: string;
  readonly registered_name: "function";
}

/** `mean_squared_error` → `meanSquaredError`; names without underscores stay. */
export function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, next: string) => next.toUpperCase());
}

/**
 * What a name stands for: a class or a function.
 * @throws ArgumentError for an unknown name, with the nearest one
 */
export function lookUpName<T>(
  { what, where, classes, names }: Family<T>,
  name: string,
  custom: CustomObjects = {},
): unknown {
  for (const table of [custom, classes, names]) {
    if (Object.hasOwn(table, name)) return table[name];
  }
  if (Object.hasOwn(names, camelCase(name))) return names[camelCase(name)];
  const known = [...Object.keys(names), ...Object.keys(classes), ...Object.keys(custom)];
  throw new ArgumentError(
    `${where}: unknown ${what} ${JSON.stringify(name)}. Expected an object, a function or one of ${known.join(", ")}.` +
      suggestion(camelCase(name), known),
  );
}

/** @throws ArgumentError for what is neither of the family nor stands for one */
export function lookUp<T>(
  family: Family<T>,
  identifier: unknown,
  custom: CustomObjects = {},
): unknown {
  if (typeof identifier === "string") {
    return instance(family, lookUpName(family, identifier, custom));
  }
  if (identifier instanceof family.base) return identifier;
  if (typeof identifier === "function") return instance(family, identifier);
  if (isSerialized(identifier)) return fromSerialized(family, identifier, custom);
  throw new ArgumentError(
    `${family.where}: expected the name of a ${family.what}, an object, a function or a saved config, received ${String(identifier)}.`,
  );
}

/** An object of a class, if that is what was found. */
function instance<T>({ base }: Family<T>, found: unknown): unknown {
  return isClassOf(base, found) ? new found({}) : found;
}

function isClassOf<T>(
  base: abstract new (...args: never[]) => T,
  value: unknown,
): value is new (
  config?: Record<string, unknown>,
) => T {
  return value === base || (typeof value === "function" && value.prototype instanceof base);
}

function isSerialized(value: unknown): value is SerializedObject | SerializedFunction {
  return typeof value === "object" && value !== null && "class_name" in value;
}

function fromSerialized<T>(
  family: Family<T>,
  { class_name, registered_name, config }: SerializedObject | SerializedFunction,
  custom: CustomObjects,
): unknown {
  if (typeof config === "string") return lookUp(family, config, custom);
  const name = [registered_name, registered_name?.split(">").at(-1), class_name].find(
    (each) => typeof each === "string" && Object.hasOwn(custom, each),
  );
  const found = name === undefined ? family.classes[class_name] : custom[name as string];
  if (!isClassOf(family.base, found)) {
    const known = Object.keys(family.classes);
    throw new ArgumentError(
      `${family.where}: unknown class ${JSON.stringify(class_name)}. Expected one of ${known.join(", ")}. Pass classes of your own as customObjects.` +
        suggestion(class_name, known),
    );
  }
  const options = Object.entries(config ?? {}).map(
    ([key, value]) => [camelCase(key), revived(value)] as const,
  );
  return new found(Object.fromEntries(options));
}

/** A value of a config; tensors have a form of their own. */
function revived(value: unknown): unknown {
  if (!isSerialized(value) || value.class_name !== "__tensor__") return value;
  const { value: data, dtype } = value.config as { value: TensorLike; dtype: DType };
  return tensor(data, { dtype });
}

/** An object, or a function, as Keras's files describe it. */
export function serializeObject(value: { toJSON(): SerializedObject } | { readonly name: string }) {
  return "toJSON" in value ? value.toJSON() : serializeFunction(value);
}

function serializeFunction({ name }: { readonly name: string }): SerializedFunction {
  return {
    module: "builtins",
    class_name: "function",
    config: snakeCase(name),
    registered_name: "function",
  };
}
