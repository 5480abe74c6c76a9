import { ops, type Tensor, type Variable } from "@antler/core";
import type { BaseSettings } from "./options.js";

/** How an optimizer assigns: only where its gate is open. */
export type Assign = (variable: Variable, value: Tensor) => void;

/** A weight and the running mean of its values. */
export interface Averaged {
  readonly weight: Variable;
  readonly average: Variable;
}

/**
 * Moves the means toward the weights, and in every `emaOverwriteFrequency`-th step the weights to
 * their means. The first mean is the weight itself.
 * @param steps - updates done so far, int32
 */
export function updateAverages(
  pairs: readonly Averaged[],
  steps: Tensor,
  options: Pick<BaseSettings, "emaMomentum" | "emaOverwriteFrequency">,
  assign: Assign,
): void {
  const { emaMomentum, emaOverwriteFrequency: frequency } = options;
  const share = ops.where(steps.equal(0), 0, ops.fill([], emaMomentum));
  const rest = ops.subtract(1, share);
  for (const { weight, average } of pairs) {
    const [kept, fresh] = [share.cast(weight.dtype), rest.cast(weight.dtype)];
    assign(average, average.read().multiply(kept).add(weight.read().multiply(fresh)));
  }
  if (frequency === null) return;
  const due = steps.add(1).mod(frequency).equal(0);
  for (const { weight, average } of pairs) {
    assign(weight, ops.where(due, average.read(), weight.read()));
  }
}
