import { type HostTensor, hostTensor, isDeviceTensor, Tensor } from "@antler/core";
import type { SnakeCase } from "../base/names.js";
import type { CustomObjects } from "../saving/custom-objects.js";
import { describeMember, type Family, member } from "../saving/family.js";
import type { SerializedObject } from "../saving/keys.js";
import { Initializer } from "./initializer.js";
import * as list from "./list.js";

type Factory = {
  [K in keyof typeof list]: (typeof list)[K] extends abstract new (
    ...args: never[]
  ) => unknown
    ? never
    : K;
}[keyof typeof list];

/** The name of an initializer: ours, Keras's in snake case, or that of its class. */
export type InitializerName = keyof typeof list | SnakeCase<Factory> | keyof typeof aliases;

/** A user's own rule: values for a weight of this shape, flat or nested. */
export type InitializerFunction = (
  shape: readonly number[],
) => Tensor | HostTensor | Parameters<typeof hostTensor>[0];

/** An initializer by name, as a saved description, or as a function of the shape, which an object is. */
export type InitializerLike = InitializerName | InitializerFunction | SerializedObject;

const aliases = {
  IdentityInitializer: "Identity",
  OrthogonalInitializer: "Orthogonal",
  STFTInitializer: "STFT",
  normal: "RandomNormal",
  one: "Ones",
  uniform: "RandomUniform",
  zero: "Zeros",
} as const;

const family: Family<Initializer> = { what: "initializer", base: Initializer, list, aliases };

/**
 * The function that an option stands for.
 * @throws ArgumentError for an unknown name, with the nearest one
 */
export function resolveInitializer(
  value: InitializerLike,
  where: string,
): (shape: readonly number[]) => HostTensor | Tensor {
  const draw = member(family, value, where) as InitializerFunction;
  return (shape) => {
    const drawn = draw(shape);
    if (drawn instanceof Tensor) {
      return drawn.value === undefined || isDeviceTensor(drawn.value) ? drawn : drawn.value;
    }
    return typeof drawn === "object" && "data" in drawn ? drawn : hostTensor(drawn, { shape });
  };
}

/** How a config holds an initializer: the object it stands for. */
export function describeInitializer(value: InitializerLike): unknown {
  return describeMember(family, value);
}

/**
 * What an identifier stands for; `null` for none.
 * @throws ArgumentError for an unknown name, with the nearest one
 */
export function get(
  identifier: InitializerLike | null | undefined,
): Initializer | InitializerFunction | null {
  if (identifier === null || identifier === undefined) return null;
  return member(family, identifier) as Initializer | InitializerFunction;
}

/** An initializer as Keras's files describe it. */
export function serialize(initializer: Initializer | InitializerFunction): unknown {
  return JSON.parse(JSON.stringify(describeMember(family, initializer)));
}

/** The initializer of a saved description. */
export function deserialize(
  config: SerializedObject | InitializerName,
  options: { readonly customObjects?: CustomObjects | null | undefined } = {},
): Initializer | InitializerFunction {
  return member(family, config, "initializer", options.customObjects ?? {}) as Initializer;
}
