import { checkDType, type DType, isFloat, rangeOf } from "../../dtype.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { castTo } from "../elementwise.js";
import { maximum } from "../maximum.js";
import { minimum } from "../minimum.js";

/** Bits of a float's significand, the hidden one included. */
const precision: Readonly<Partial<Record<DType, number>>> = {
  float16: 11,
  bfloat16: 8,
  float32: 24,
  float64: 53,
};

/**
 * The same values in another dtype, those that it cannot hold as its smallest or largest one.
 * @throws DTypeError if the dtype does not exist
 */
export function saturateCast(x: TensorLike, dtype: DType): Tensor {
  const input = tensor(x);
  checkDType(dtype, "saturateCast");
  if (input.dtype === "bool") return castTo(input, dtype);
  const [own, target] = [rangeOf(input.dtype), rangeOf(dtype)];
  const low = Math.max(own[0], target[0]);
  const high = Math.min(own[1], largestBelow(target[1], dtype, input.dtype));
  return castTo(minimum(maximum(input, low), high), dtype);
}

/** The largest value of `from` that `dtype` holds: 2³¹ − 1 is no float32, and 2³¹ would overflow. */
function largestBelow(largest: number, dtype: DType, from: DType): number {
  const bits = Math.round(Math.log2(largest + 1));
  const digits = precision[from];
  if (isFloat(dtype) || digits === undefined || bits <= digits) return largest;
  return 2 ** bits - 2 ** (bits - digits);
}
