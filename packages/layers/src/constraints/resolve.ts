import type { ConstraintFunction } from "../base/weight.js";

/** Where a weight may be: a function to the nearest value that is allowed. */
export type ConstraintLike = ConstraintFunction;

/** The function that an option stands for. */
export function resolveConstraint(
  value: ConstraintLike | null | undefined,
  _where: string,
): ConstraintFunction | undefined {
  return value ?? undefined;
}

/** How a config holds a constraint. */
export function describeConstraint(value: ConstraintLike | null | undefined): unknown {
  return value ?? null;
}
