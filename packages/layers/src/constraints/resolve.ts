import type { ConstraintFunction } from "../base/weight.js";
import type { CustomObjects } from "../saving/custom-objects.js";
import { describeMember, type Family, member } from "../saving/family.js";
import type { SerializedObject } from "../saving/keys.js";
import { Constraint } from "./constraint.js";
import * as list from "./list.js";

type Factory = {
  [K in keyof typeof list]: (typeof list)[K] extends abstract new (
    ...args: never[]
  ) => unknown
    ? never
    : K;
}[keyof typeof list];

/** The name of a constraint; Keras's names in snake case and those of classes are taken, too. */
export type ConstraintName =
  | Factory
  | Exclude<keyof typeof list, Factory>
  | "max_norm"
  | "min_max_norm"
  | "non_neg"
  | "unit_norm";

/** A constraint by name, as a saved description, or as a function of the weight, which an object is. */
export type ConstraintLike = ConstraintName | ConstraintFunction | SerializedObject;

const family: Family<Constraint> = { what: "constraint", base: Constraint, list };

/**
 * The function that an option stands for.
 * @throws ArgumentError for an unknown name, with the nearest one
 */
export function resolveConstraint(
  value: ConstraintLike | null | undefined,
  where: string,
): ConstraintFunction | undefined {
  if (value === null || value === undefined) return undefined;
  return member(family, value, where) as ConstraintFunction;
}

/** How a config holds a constraint. */
export function describeConstraint(value: ConstraintLike | null | undefined): unknown {
  return describeMember(family, value);
}

/**
 * What an identifier stands for; `null` for none.
 * @throws ArgumentError for an unknown name, with the nearest one
 */
export function get(
  identifier: ConstraintLike | null | undefined,
): Constraint | ConstraintFunction | null {
  return resolveConstraint(identifier, "constraint") ?? null;
}

/** A constraint as Keras's files describe it. */
export function serialize(constraint: Constraint | ConstraintFunction): unknown {
  return JSON.parse(JSON.stringify(describeMember(family, constraint)));
}

/** The constraint of a saved description. */
export function deserialize(
  config: SerializedObject | ConstraintName,
  options: { readonly customObjects?: CustomObjects | null | undefined } = {},
): Constraint | ConstraintFunction {
  return member(family, config, "constraint", options.customObjects ?? {}) as Constraint;
}
