import { isFloat, narrow } from "../../dtype.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { argmax } from "../argmax.js";
import { type CumulativeOptions, cumsum } from "../cumsum.js";
import { divide } from "../divide.js";
import { castTo } from "../elementwise.js";
import { isnan } from "../isnan.js";
import { logicalNot } from "../logicalNot.js";
import { max } from "../max.js";
import { min } from "../min.js";
import { prod } from "../prod.js";
import type { Axis } from "../reduction.js";
import { subtract } from "../subtract.js";
import { sum } from "../sum.js";
import { where } from "../where.js";
import { square } from "./arithmetic.js";
import { cumprod } from "./cumulative.js";
import { all } from "./logic.js";
import { argmin, rootOf } from "./statistics.js";
import { asFloat, inWidth, throughFloat32 } from "./width.js";

interface KeepDims {
  readonly keepdims?: boolean | undefined;
}

/** `x` with `value` in place of NaN. */
function without(x: Tensor, value: number): Tensor {
  return isFloat(x.dtype) ? inWidth(x, () => where(isnan(x), value, x)) : x;
}

/** Sum of the elements along `axis` that are not NaN; 0 for none. */
export function nansum(x: TensorLike, axis?: Axis, { keepdims = false }: KeepDims = {}): Tensor {
  return sum(without(tensor(x), 0), axis, { keepdims });
}

/** Product of the elements along `axis` that are not NaN; 1 for none. */
export function nanprod(x: TensorLike, axis?: Axis, { keepdims = false }: KeepDims = {}): Tensor {
  return prod(without(tensor(x), 1), axis, { keepdims });
}

/** Mean of the elements along `axis` that are not NaN; NaN for none. Integers give floats. */
export function nanmean(x: TensorLike, axis?: Axis, { keepdims = false }: KeepDims = {}): Tensor {
  return throughFloat32(asFloat(tensor(x)), (a) => meanOf(a, isnan(a), axis, keepdims));
}

/** Variance of the elements along `axis` that are not NaN; NaN for none. Integers give floats. */
export function nanvar(x: TensorLike, axis?: Axis, { keepdims = false }: KeepDims = {}): Tensor {
  return throughFloat32(asFloat(tensor(x)), (a) => varianceOf(a, axis, keepdims));
}

/** Standard deviation of the elements along `axis` that are not NaN; NaN for none. */
export function nanstd(x: TensorLike, axis?: Axis, { keepdims = false }: KeepDims = {}): Tensor {
  return throughFloat32(asFloat(tensor(x)), (a) => rootOf(varianceOf(a, axis, keepdims)));
}

function meanOf(x: Tensor, isHole: Tensor, axis: Axis, keepdims: boolean): Tensor {
  return inWidth(x, () => {
    const count = sum(logicalNot(isHole), axis, { keepdims });
    return divide(sum(where(isHole, 0, x), axis, { keepdims }), castTo(count, x.dtype));
  });
}

function varianceOf(x: Tensor, axis: Axis, keepdims: boolean): Tensor {
  return inWidth(x, () => {
    const isHole = isnan(x);
    const center = meanOf(x, isHole, axis, true);
    const centered = where(isHole, 0, subtract(where(isHole, 0, x), center));
    return meanOf(square(centered), isHole, axis, keepdims);
  });
}

/**
 * Largest of the elements along `axis` that are not NaN; NaN for none.
 * @throws ShapeError if an axis does not exist or has no elements
 */
export function nanmax(x: TensorLike, axis?: Axis, { keepdims = false }: KeepDims = {}): Tensor {
  return extremumOf(x, max, Number.NEGATIVE_INFINITY, axis, keepdims);
}

/**
 * Smallest of the elements along `axis` that are not NaN; NaN for none.
 * @throws ShapeError if an axis does not exist or has no elements
 */
export function nanmin(x: TensorLike, axis?: Axis, { keepdims = false }: KeepDims = {}): Tensor {
  return extremumOf(x, min, Number.POSITIVE_INFINITY, axis, keepdims);
}

function extremumOf(
  x: TensorLike,
  reduce: typeof max | typeof min,
  outside: number,
  axis: Axis,
  keepdims: boolean,
): Tensor {
  const given = tensor(x);
  const input = castTo(given, narrow(given.dtype));
  if (!isFloat(input.dtype)) return reduce(input, axis, { keepdims });
  const result = reduce(without(input, outside), axis, { keepdims });
  return inWidth(input, () => where(all(isnan(input), axis, { keepdims }), Number.NaN, result));
}

/**
 * Index (int32) of the largest element along `axis` that is not NaN, the first of equals; −1 if there
 * is none. Without an axis: of `x` made flat.
 * @throws ShapeError if the axis does not exist or has no elements
 */
export function nanargmax(
  x: TensorLike,
  axis: number | null = null,
  { keepdims = false }: KeepDims = {},
): Tensor {
  return indexOf(x, argmax, Number.NEGATIVE_INFINITY, axis, keepdims);
}

/**
 * Index (int32) of the smallest element along `axis` that is not NaN, the first of equals; −1 if
 * there is none. Without an axis: of `x` made flat.
 * @throws ShapeError if the axis does not exist or has no elements
 */
export function nanargmin(
  x: TensorLike,
  axis: number | null = null,
  { keepdims = false }: KeepDims = {},
): Tensor {
  return indexOf(x, argmin, Number.POSITIVE_INFINITY, axis, keepdims);
}

function indexOf(
  x: TensorLike,
  find: typeof argmin,
  outside: number,
  axis: number | null,
  keepdims: boolean,
): Tensor {
  const input = tensor(x);
  const index = find(without(input, outside), axis, { keepdims });
  if (!isFloat(input.dtype)) return index;
  return where(all(isnan(input), axis, { keepdims }), -1, index);
}

/** Sums of the elements so far along `axis`, NaN counted as 0; without an axis, of `x` made flat. */
export function nancumsum(
  x: TensorLike,
  axis: number | null = null,
  options: CumulativeOptions = {},
): Tensor {
  return cumsum(without(tensor(x), 0), axis, options);
}

/** Products of the elements so far along `axis`, NaN counted as 1; without an axis, of `x` made flat. */
export function nancumprod(
  x: TensorLike,
  axis: number | null = null,
  options: CumulativeOptions = {},
): Tensor {
  return cumprod(without(tensor(x), 1), axis, options);
}
