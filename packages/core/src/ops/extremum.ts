import { normalizeAxes } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { castTo } from "./elementwise.js";
import { fill } from "./fill.js";
import { type Axis, reducedShape } from "./reduction.js";

/** How an extremum is reduced. */
export interface ExtremumOptions {
  readonly keepdims?: boolean | undefined;
  /** A bound that the result does not pass; also the result of no elements. */
  readonly initial?: number | null | undefined;
}

/** What `max` and `min` share: the reduction, and the initial value. */
export function extremum(
  name: string,
  reduce: (x: Tensor, axis: Axis, options: { readonly keepdims: boolean }) => Tensor,
  combine: (a: TensorLike, b: TensorLike) => Tensor,
  x: TensorLike,
  axis: Axis,
  { keepdims = false, initial }: ExtremumOptions,
): Tensor {
  const input = tensor(x);
  if (initial === undefined || initial === null) return reduce(input, axis, { keepdims });
  const axes = normalizeAxes(axis, input.rank, name);
  if (axes.some((at) => input.shape[at] === 0)) {
    return fill(reducedShape(input.shape, axes, keepdims), initial, input.dtype);
  }
  return castTo(combine(reduce(input, axis, { keepdims }), initial), input.dtype);
}
