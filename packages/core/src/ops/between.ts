import { type Dim, equalDims } from "../dimension.js";
import type { Tensor } from "../tensor/tensor.js";
import { stridedSlice } from "./stridedSlice.js";

/** The elements of an axis from `from` up to `to`. */
export function between(x: Tensor, axis: number, from: Dim, to: Dim): Tensor {
  if (from === 0 && equalDims(to, x.shape[axis] ?? 1)) return x;
  const begin: Dim[] = x.shape.map(() => 0);
  return stridedSlice(x, begin.with(axis, from), x.shape.with(axis, to));
}
