import { ops, type Tensor, type Variable } from "@antler/core";

/** Lets a moving average follow a batch's value. */
export function moveTowards(moving: Variable, batch: Tensor, momentum: number): void {
  const kept = ops.multiply(moving, momentum);
  moving.assign(ops.add(kept, ops.multiply(ops.stopGradient(batch), 1 - momentum)));
}
