/** The one place where the API's names meet those of Keras's files. */

/** An object as Keras's files hold it. */
export interface SerializedObject {
  readonly module: string;
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly registered_name: string | null;
}

/** Options whose string value is a name that Keras writes in snake case. */
const nameOptions = new Set(["activation", "dataFormat", "mode", "distribution"]);

/** Keys that are not the snake case of ours. */
const irregular: Readonly<Record<string, string>> = {
  minValue: "minval",
  maxValue: "maxval",
  beta1: "beta_1",
  beta2: "beta_2",
  beta2Decay: "beta_2_decay",
  adamBeta1: "adam_beta_1",
  adamBeta2: "adam_beta_2",
  epsilon1: "epsilon_1",
  epsilon2: "epsilon_2",
};

/** `"kernelSize"` → `"kernel_size"`. */
export function toKerasKey(key: string): string {
  return irregular[key] ?? snake(key);
}

/** A config of ours as the object that Keras writes. */
export function serialize(
  module: string,
  className: string,
  config: Readonly<Record<string, unknown>>,
): SerializedObject {
  const own = Object.entries(config).map(([key, value]) => {
    return [toKerasKey(key), toKerasValue(key, value, className)] as const;
  });
  return {
    module,
    class_name: className,
    config: Object.fromEntries(own),
    registered_name: null,
  };
}

function toKerasValue(key: string, value: unknown, className: string): unknown {
  if (value === undefined) return null;
  if (typeof value === "string" && nameOptions.has(key)) return snake(value);
  if (key === "dtype" && typeof value === "string" && className !== "InputLayer") {
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
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
