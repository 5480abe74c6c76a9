import { fromHost, SerializationError } from "@antler/core";
import { deserialize } from "antler";
import type { Comparison } from "../compare.js";
import { Failure, missing } from "../failure.js";
import { hostTensor, isTensorValue, revive } from "../values.js";

/** An object of the product from Keras's class name and config, by the product's own deserializer. */
export function makeObject(
  module: string,
  className: string,
  config: Readonly<Record<string, unknown>> = {},
): object {
  return makeSerialized({
    module,
    class_name: className,
    config: reviveConfig(config),
    registered_name: null,
  }) as object;
}

/** @throws Failure if a class is unknown */
export function makeSerialized(object: unknown): unknown {
  try {
    return deserialize(object);
  } catch (error) {
    const { class_name: name } = object as { class_name?: string };
    if (error instanceof SerializationError && /unknown (class|function)/.test(error.message)) {
      throw missing(/"([^"]*)"/.exec(error.message)?.[1] ?? String(name));
    }
    throw error;
  }
}

/** Config values as a file holds them: tensors as tensors, objects as their description. */
export function reviveConfig(config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const plain = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(plain);
    if (typeof value !== "object" || value === null) return value;
    if ("$obj" in value) return value.$obj;
    if ("$t" in value) return value;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, plain(child)]));
  };
  return revive(plain(config), ({ $t }) => fromHost(hostTensor($t))) as Record<string, unknown>;
}

/** The config of an object as Keras's files hold it. */
export function configOf(object: unknown): unknown {
  const plain = JSON.parse(JSON.stringify(object)) as { config?: unknown } | string;
  if (typeof plain === "object" && plain !== null && "config" in plain) return plain.config;
  throw new Failure("the object can't be written: it has no toJSON", "a config", typeof object);
}

/** Compares a config with Keras's, key by key; default names may have another number. */
export function compareConfig(
  what: string,
  received: unknown,
  expected: unknown,
  comparison?: Comparison,
): void {
  if (typeof expected === "number" && typeof received === "number") {
    // Keras has rounded some numbers to float32.
    const near = Math.abs(received - expected) <= 1e-6 * Math.abs(expected);
    if (near || Object.is(received, expected)) return;
    throw new Failure(what, expected, received);
  }
  if (isTensorValue(expected)) {
    // An array in a config: a list of ours, or a tensor as files describe it.
    const { config } = (received ?? {}) as { config?: { value?: unknown } };
    compareConfig(what, [config?.value ?? received].flat(9), [...expected.$t.data]);
    return;
  }
  if (typeof expected !== "object" || expected === null) {
    if (sameName(what, received, expected) || received === expected) return;
    throw new Failure(what, expected, received ?? String(received));
  }
  if (typeof received !== "object" || received === null)
    throw new Failure(what, expected, received);
  const keys = new Set([...Object.keys(expected), ...Object.keys(received)]);
  for (const key of keys) {
    const [a, e] = [received, expected].map((o) => (o as Record<string, unknown>)[key]);
    if (!(key in received)) throw new Failure(`${what}.${key} is missing`, e);
    if (!(key in expected)) throw new Failure(`${what}.${key} is not Keras's`, undefined, a);
    compareConfig(`${what}.${key}`, a, e, comparison);
  }
}

/** `adam_13` and `adam`: Keras numbers default names as they come. */
function sameName(what: string, received: unknown, expected: unknown): boolean {
  if (!/name$/.test(what) || typeof received !== "string" || typeof expected !== "string") {
    return false;
  }
  const bare = (name: string): string => name.replace(/_\d+$/, "");
  return bare(received) === bare(expected);
}
