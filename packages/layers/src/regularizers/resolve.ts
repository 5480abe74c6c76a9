import type { RegularizerFunction } from "../base/weight.js";
import type { CustomObjects } from "../saving/custom-objects.js";
import { describeMember, type Family, member } from "../saving/family.js";
import type { SerializedObject } from "../saving/keys.js";
import * as list from "./list.js";
import { Regularizer } from "./regularizer.js";

type Factory = {
  [K in keyof typeof list]: (typeof list)[K] extends abstract new (
    ...args: never[]
  ) => unknown
    ? never
    : K;
}[keyof typeof list];

/** The name of a regularizer; Keras's names in snake case and those of classes are taken, too. */
export type RegularizerName =
  | Factory
  | Exclude<keyof typeof list, Factory>
  | "l1_l2"
  | "orthogonal_regularizer";

/** A regularizer by name, as a saved description, or as a function of the weight, which an object is. */
export type RegularizerLike = RegularizerName | RegularizerFunction | SerializedObject;

const family: Family<Regularizer> = { what: "regularizer", base: Regularizer, list };

/**
 * The function that an option stands for.
 * @throws ArgumentError for an unknown name, with the nearest one
 */
export function resolveRegularizer(
  value: RegularizerLike | null | undefined,
  where: string,
): RegularizerFunction | undefined {
  if (value === null || value === undefined) return undefined;
  return member(family, value, where) as RegularizerFunction;
}

/** How a config holds a regularizer. */
export function describeRegularizer(value: RegularizerLike | null | undefined): unknown {
  return describeMember(family, value);
}

/**
 * What an identifier stands for; `null` for none.
 * @throws ArgumentError for an unknown name, with the nearest one
 */
export function get(
  identifier: RegularizerLike | null | undefined,
): Regularizer | RegularizerFunction | null {
  return resolveRegularizer(identifier, "regularizer") ?? null;
}

/** A regularizer as Keras's files describe it. */
export function serialize(regularizer: Regularizer | RegularizerFunction): unknown {
  return JSON.parse(JSON.stringify(describeMember(family, regularizer)));
}

/** The regularizer of a saved description. */
export function deserialize(
  config: SerializedObject | RegularizerName,
  options: { readonly customObjects?: CustomObjects | null | undefined } = {},
): Regularizer | RegularizerFunction {
  return member(family, config, "regularizer", options.customObjects ?? {}) as Regularizer;
}
