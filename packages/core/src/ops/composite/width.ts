import { type DType, floatX, isFloat, narrow, withWideDTypes } from "../../dtype.js";
import type { Tensor } from "../../tensor/tensor.js";
import { castTo } from "../elementwise.js";

/** Composes something of `x` that has its width: 64-bit values stay what they are. */
export function inWidth<T>(x: Tensor, compute: () => T): T {
  return x.dtype === "float64" || x.dtype === "int64" ? withWideDTypes(compute) : compute();
}

/** `x` as a float: integers and bool become the default float; 64 bits are narrowed. */
export function asFloat(x: Tensor): Tensor {
  return castTo(x, isFloat(x.dtype) ? narrow(x.dtype) : floatX);
}

/** `x` as a float of the width that it has: integers and bool become the default float. */
export function asWideFloat(x: Tensor): Tensor {
  return isFloat(x.dtype) ? x : castTo(x, floatX);
}

/**
 * Computes in float32 what half precision would spoil (sums of squares, interpolation), and gives
 * the result in the dtype of `x`.
 */
export function throughFloat32(x: Tensor, compute: (x: Tensor) => Tensor): Tensor {
  const isHalf = x.dtype === "float16" || x.dtype === "bfloat16";
  return castTo(compute(isHalf ? castTo(x, "float32") : x), x.dtype);
}

/** The largest number of a float dtype. */
export function largest(dtype: DType): number {
  if (dtype === "float64") return Number.MAX_VALUE;
  if (dtype === "float16") return 65504;
  return dtype === "bfloat16" ? 2 ** 127 * (2 - 2 ** -7) : 2 ** 127 * (2 - 2 ** -23);
}
