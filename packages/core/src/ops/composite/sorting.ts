import { type Dim, multiplyDims } from "../../dimension.js";
import { ArgumentError } from "../../errors.js";
import { normalizeAxis, sizeOf } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { argsort, order } from "../argsort.js";
import { dimension } from "../dimension.js";
import { gather } from "../gather.js";
import { iota } from "../iota.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { transpose } from "../transpose.js";

/**
 * `x` in rising order along `axis` (default: the last; `null`: `x` made flat); NaN comes last.
 * @throws ShapeError if the axis does not exist
 */
export function sort(x: TensorLike, axis: number | null = -1): Tensor {
  const input = tensor(x);
  const line = axis === null ? reshape(input, [sizeOf(input.shape)]) : input;
  const at = axis === null ? 0 : normalizeAxis(axis, input.rank, "sort");
  const moved = swapWithLast(line, at);
  const last = moved.rank - 1;
  const indices = order(moved, { axis: last, descending: false, count: moved.shape[last] ?? 1 });
  return swapWithLast(alongRows(moved, indices), at);
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
  return [alongRows(input, indices), indices];
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

/** values [..., n], indices [..., k] below n → [..., k]: each row's elements at its own indices. */
export function alongRows(values: Tensor, indices: Tensor): Tensor {
  const size: Dim = values.shape.at(-1) ?? 1;
  const rows = sizeOf(values.shape.slice(0, -1));
  const count: Dim = indices.shape.at(-1) ?? 1;
  const starts = multiply(reshape(iota(rows), [rows, 1]), dimension(size, "int32"));
  const flat = add(reshape(indices, [rows, count]), starts);
  const picked = gather(
    reshape(values, [multiplyDims(rows, size)]),
    reshape(flat, [multiplyDims(rows, count)]),
  );
  return reshape(picked, indices.shape);
}

/** `x` with `axis` and the last one in each other's place. */
function swapWithLast(x: Tensor, axis: number): Tensor {
  const last = x.rank - 1;
  const permutation = x.shape.map((_, i) => (i === axis ? last : i === last ? axis : i));
  return axis === last ? x : transpose(x, permutation);
}
