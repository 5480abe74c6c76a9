import type { Dim } from "../dimension.js";
import type { Shape } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Ops } from "./definition.js";

/** Indices [batch, ...] into slices of `size` as indices into all slices one after the other. */
export function intoAll(indices: Tensor, size: Dim, ops: Ops): Tensor {
  const [batch = 1] = indices.shape;
  const starts = ops.multiply(ops.iota(batch), ops.dimension(size, "int32"));
  return ops.add(indices, ops.reshape(starts, indices.shape.map(() => 1 as Dim).with(0, batch)));
}

/** `x` with the axes from `from` up to `to` moved to `place`. */
export function moveRange(x: Tensor, from: number, to: number, place: number, ops: Ops): Tensor {
  const axes = x.shape.map((_, i) => i);
  const moved = axes.splice(from, to - from);
  axes.splice(place, 0, ...moved);
  return axes.every((axis, i) => axis === i) ? x : ops.transpose(x, axes);
}

/** The first two axes as one. */
export function mergeFirst(x: Tensor, count: Dim, ops: Ops): Tensor {
  const rest: Shape = x.shape.slice(2);
  return ops.reshape(x, [count, ...rest]);
}
