import type { RegularizerFunction } from "../base/weight.js";

/** What a weight or an output adds to the loss: a function to a scalar. */
export type RegularizerLike = RegularizerFunction;

/** The function that an option stands for. */
export function resolveRegularizer(
  value: RegularizerLike | null | undefined,
  _where: string,
): RegularizerFunction | undefined {
  return value ?? undefined;
}

/** How a config holds a regularizer. */
export function describeRegularizer(value: RegularizerLike | null | undefined): unknown {
  return value ?? null;
}
