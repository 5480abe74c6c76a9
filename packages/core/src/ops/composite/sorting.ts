import { ArgumentError } from "../../errors.js";
import { apply } from "../../graph/apply.js";
import { normalizeAxis, sizeOf } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { argsort, order } from "../argsort.js";
import { reshape } from "../reshape.js";
import { takeAlongAxis } from "../takeAlongAxis.js";

/**
 * `x` in rising order along `axis` (default: the last; `null`: `x` made flat); NaN comes last.
 * @throws ShapeError if the axis does not exist
 */
export function sort(x: TensorLike, axis: number | null = -1): Tensor {
  const input = tensor(x);
  const line = axis === null ? reshape(input, [sizeOf(input.shape)]) : input;
  const at = axis === null ? 0 : normalizeAxis(axis, input.rank, "sort");
  const indices = order(line, { axis: at, descending: false, count: line.shape[at] ?? 1 });
  return taken(line, indices, at);
}

/**
 * The `k` largest elements along the last axis and their indices (int32), largest first; of equals
 * the first, NaN counts as largest. `sorted`: false leaves their order open.
 * @returns values and indices, both [..., k]
 * @throws ArgumentError if `k` is no natural number; ShapeError if there are fewer elements
 */
export function topK(
  x: TensorLike,
  k: number,
  _options: { readonly sorted?: boolean | undefined } = {},
): [values: Tensor, indices: Tensor] {
  const input = tensor(x);
  const axis = normalizeAxis(-1, input.rank, "topK");
  if (!Number.isInteger(k) || k < 0) {
    throw new ArgumentError(`topK: expected a natural number as k, received ${k}.`);
  }
  const indices = order(input, { axis, descending: true, count: k });
  return [taken(input, indices, axis), indices];
}

/**
 * Indices (int32) along `axis` that put the `kth` smallest element in its place, with all smaller
 * ones before it and all larger ones behind it.
 * @throws ArgumentError if there is no `kth` element; ShapeError if the axis does not exist
 */
export function argpartition(x: TensorLike, kth: number, axis: number | null = -1): Tensor {
  const indices = argsort(x, axis);
  const size = indices.shape[axis === null ? 0 : normalizeAxis(axis, indices.rank, "argpartition")];
  const at = kth < 0 && typeof size === "number" ? kth + size : kth;
  if (!Number.isInteger(kth) || at < 0 || (typeof size === "number" && at >= size)) {
    throw new ArgumentError(
      `argpartition: element ${kth} does not exist. Expected an integer below ${size}, the size of the axis.`,
    );
  }
  return indices;
}

/** The elements of `x` at indices along `axis` that come from the op behind `argsort`. */
export function taken(x: Tensor, indices: Tensor, axis: number): Tensor {
  return apply(takeAlongAxis.definition, [x, indices], { axis });
}
