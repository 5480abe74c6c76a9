import { ops, type Tensor } from "@antler/core";

/** Each element `times[axis]` times in a row along each axis. */
export function repeatAxes(x: Tensor, times: readonly number[]): Tensor {
  return times.reduce<Tensor>(
    (y, count, axis) => (count === 1 ? y : ops.repeat(y, count, axis)),
    x,
  );
}
