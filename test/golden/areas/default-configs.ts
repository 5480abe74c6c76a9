import { resetNames } from "antler";
import { Failure, missing } from "../failure.js";
import type { GoldenCase } from "../golden-file.js";
import { at, camel } from "../names.js";
import type { Context, RunCase } from "./area.js";
import { compareConfig, configOf, makeObject, makeSerialized } from "./objects.js";

interface Serialized {
  readonly module: string;
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly registered_name: string | null;
}

interface ConfigCase extends GoldenCase {
  readonly class?: string;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly get_config?: unknown;
  readonly serialized?: Serialized;
  readonly expected: { readonly resolved?: string; readonly error?: string };
}

/** What a default instance says of itself, and what a name stands for. */
export const runDefaultConfig: RunCase = async (anyCase, context) => {
  const goldenCase = anyCase as ConfigCase;
  const [kind, module] = goldenCase.id.split(".");
  resetNames();
  if (kind === "get") return checkName(goldenCase, String(module), context);
  const { serialized } = goldenCase;
  if (serialized === undefined) throw new Failure("the case says nothing to compare");
  const object = instance(goldenCase, String(kind), serialized);
  compareConfig("config", configOf(object), goldenCase.get_config ?? serialized.config);
  compareConfig("serialized", JSON.parse(JSON.stringify(object)), ownModule(serialized));
  // What was written is read again as the same object.
  resetNames();
  const again = makeSerialized(JSON.parse(JSON.stringify(object)));
  compareConfig("read again", configOf(again), serialized.config);
};

function instance({ config, keras_name: name }: ConfigCase, kind: string, serialized: Serialized) {
  if (config === undefined) return makeSerialized(serialized);
  // An alias of the class, such as initializers.he_normal, is an instance of it.
  const className = /^[A-Z]/.test(name) ? name : serialized.class_name;
  return makeObject(kind === "layers" ? "keras.layers" : serialized.module, className, config);
}

/** Keras names the module of the backend it runs on for some optimizers. */
function ownModule(serialized: Serialized): Serialized {
  if (!serialized.module.startsWith("keras.src.backend.")) return serialized;
  const part = /\.(optimizers|layers|losses|metrics)\./.exec(serialized.module)?.[1];
  return { ...serialized, module: `keras.${part}`, registered_name: null };
}

/** keras.losses.get("mse") and the like. */
function checkName({ keras_name: name, expected }: ConfigCase, module: string, context: Context) {
  const get = at(context.product, `${module}.get`);
  if (typeof get !== "function") throw missing(`${module}.get`);
  let found: unknown;
  try {
    found = (get as (name: string) => unknown)(name);
  } catch (error) {
    if (expected.error !== undefined) return;
    throw error;
  }
  if (expected.error !== undefined) throw new Failure("no error", expected.error, nameOf(found));
  const received = nameOf(found);
  const wanted = String(expected.resolved);
  if (received !== wanted && received !== camel(wanted))
    throw new Failure("resolved", wanted, received);
}

/** A function's own name, or the class of an object. */
function nameOf(value: unknown): string {
  if (typeof value === "object" || (typeof value === "function" && "toJSON" in value)) {
    return (JSON.parse(JSON.stringify(value)) as Serialized).class_name;
  }
  return typeof value === "function" ? value.name : String(value);
}
