import { registeredNameOf } from "./custom-objects.js";

/** The one place where the API's names meet those of Keras's files. */

/** An object as Keras's files hold it. */
export interface SerializedObject {
  readonly module: string | null;
  readonly class_name: string;
  /** For a function, its name. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly registered_name: string | null;
}

/** Options whose string values are names that Keras writes in snake case. */
const nameOptions = new Set([
  "dataFormat",
  "distribution",
  "fillMode",
  "mode",
  "outputMode",
  "reduction",
]);

/** Names in which Keras sets the number apart: `beta1` is `beta_1`, but `l1` is `l1`. */
const numbered = /(beta|epsilon)(\d)/g;

/** `"kernelSize"` → `"kernel_size"`. */
export function toKerasKey(key: string): string {
  return snake(key).replace(numbered, "$1_$2");
}

/** `"kernel_size"` → `"kernelSize"`: the rule for all names of Keras but those of classes. */
export function fromKerasKey(key: string): string {
  return key.replace(/(?<=[a-zA-Z0-9])_([a-z0-9])/g, (_, next: string) => next.toUpperCase());
}

/**
 * A config of ours as the object that Keras writes.
 * @param owner the object itself, so that classes of users are told from Antler's own
 */
export function serialize(
  module: string,
  className: string,
  config: Readonly<Record<string, unknown>>,
  owner?: object,
): SerializedObject {
  // The dtype of a layer is a policy, that of a metric a name.
  const holdsPolicy = /^keras(\.layers)?$/.test(module) && className !== "InputLayer";
  const own = Object.entries(config).map(([key, value]) => {
    return [toKerasKey(key), toKerasValue(key, value, holdsPolicy)] as const;
  });
  const registered = owner === undefined ? null : registeredNameOf(owner.constructor);
  return {
    module: registered === null ? module : null,
    class_name: className,
    config: Object.fromEntries(own),
    registered_name: registered,
  };
}

function toKerasValue(key: string, value: unknown, holdsPolicy: boolean): unknown {
  if (value === undefined) return null;
  if (typeof value === "string" && nameOptions.has(key)) return snake(value);
  if (key === "dtype" && typeof value === "string" && holdsPolicy) {
    return {
      module: "keras",
      class_name: "DTypePolicy",
      config: { name: value },
      registered_name: null,
    };
  }
  return value;
}

function snake(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A function as Keras's files hold it: by its registered name. */
export function describeFunction(name: string): SerializedObject {
  return {
    module: "builtins",
    class_name: "function",
    config: name as unknown as SerializedObject["config"],
    registered_name: "function",
  };
}
