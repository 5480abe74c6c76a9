import { multiplyDims, ops, type Tensor } from "@antler/core";

/** Each element `times[axis]` times in a row along each axis. */
export function repeatAxes(x: Tensor, times: readonly number[]): Tensor {
  return times.reduce<Tensor>((y, count, axis) => {
    if (count === 1) return y;
    const { shape } = y;
    const copies = ops.broadcastTo(ops.expandDims(y, axis + 1), shape.toSpliced(axis + 1, 0, count));
    return ops.reshape(copies, shape.with(axis, multiplyDims(shape[axis] ?? 1, count)));
  }, x);
}
