import { SerializationError, type Tensor, type TensorLike, tensor } from "@antler/core";
import { type CustomObject, type CustomObjects, getRegisteredObject } from "./custom-objects.js";
import { fromKerasKey, type SerializedObject } from "./keys.js";

/** A class whose objects can be read from a file. */
export interface SerializableClass {
  // biome-ignore lint/suspicious/noExplicitAny: configs differ from class to class
  new (config: any): object;
  /** The class's name in files; default: its own. */
  readonly className?: string;
  /** Makes an object of its config, in place of the constructor. */
  fromConfig?(config: Readonly<Record<string, unknown>>): object;
  /** Reads the config as the file holds it, where inner objects need more than their own config. */
  fromSaved?(
    config: Readonly<Record<string, unknown>>,
    deserialize: (value: unknown) => unknown,
  ): object;
}

/** A class or function by the names that a file holds. */
export type FindObject = (object: SerializedObject) => SerializableClass | CustomObject | undefined;

export interface DeserializeOptions {
  /** Classes and functions of your own, by class name or registered name. */
  readonly customObjects?: CustomObjects | undefined;
}

/**
 * The object that a file describes; inner objects first. Names in snake case become ours.
 * @param find knows Antler's own classes
 * @throws SerializationError if a class is unknown
 */
export function deserializeWith(
  find: FindObject,
  value: unknown,
  options: DeserializeOptions = {},
): unknown {
  const inner = (child: unknown): unknown => deserializeWith(find, child, options);
  if (Array.isArray(value)) return value.map(inner);
  if (typeof value !== "object" || value === null) return value;
  if (!("class_name" in value)) return mapValues(value, inner);
  const object = value as unknown as SerializedObject;
  const special = specials[object.class_name];
  if (special !== undefined) return special(object, inner);
  const { customObjects } = options;
  const found =
    getRegisteredObject(object.registered_name ?? object.class_name, customObjects) ??
    getRegisteredObject(nameOf(object), customObjects) ??
    find(object);
  if (found === undefined) throw unknownObject(object);
  if (object.class_name === "function") return found;
  return construct(found as SerializableClass, object, inner);
}

function construct(
  of: SerializableClass,
  object: SerializedObject & { readonly build_config?: unknown },
  inner: (value: unknown) => unknown,
): object {
  const config = object.config ?? {};
  const made =
    of.fromSaved?.(config, inner) ??
    ((camelConfig) => of.fromConfig?.(camelConfig) ?? new of(camelConfig))(
      fromKeras(config, inner),
    );
  if (object.build_config && "buildFromConfig" in made) {
    (made as { buildFromConfig(config: unknown): void }).buildFromConfig(
      fromKeras(object.build_config as Record<string, unknown>, inner),
    );
  }
  return made;
}

function fromKeras(
  config: Readonly<Record<string, unknown>>,
  inner: (value: unknown) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [fromKerasKey(key), inner(value)]),
  );
}

function mapValues(value: object, map: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, map(child)]));
}

/** The name of a class, or of a function: Keras writes `"function"` as its class. */
export function nameOf({ class_name: name, config }: SerializedObject): string {
  return name === "function" ? functionName(config) : name;
}

function functionName(config: unknown): string {
  return typeof config === "string" ? config : String((config as { name?: unknown }).name);
}

type Special = (object: SerializedObject, inner: (value: unknown) => unknown) => unknown;

/** What Keras writes for Python's own values. */
const specials: Readonly<Record<string, Special>> = {
  __tuple__: ({ config, ...rest }, inner) => inner((rest as { items?: unknown }).items ?? config),
  __tensor__: readTensor,
  __numpy__: readTensor,
  __ellipsis__: () => "...",
  slice: ({ config }) => config,
  __lambda__: () => {
    throw new SerializationError(
      "deserialize: the object holds Python code (a lambda), which can't run here. Expected names of registered functions.",
    );
  },
};

function readTensor({ config }: SerializedObject): Tensor {
  const { value, dtype } = config as { value: TensorLike; dtype: "float32" };
  return tensor(value, { dtype });
}

function unknownObject(object: SerializedObject): SerializationError {
  const name = nameOf(object);
  const kind = object.class_name === "function" ? "function" : "class";
  return new SerializationError(
    `deserialize: unknown ${kind} "${object.registered_name ?? name}" of ${object.module ?? "a user"}. ` +
      `Expected one of Antler's own or one made known by registerSerializable or customObjects.`,
  );
}
