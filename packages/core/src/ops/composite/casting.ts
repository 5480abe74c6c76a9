import { checkDType, type DType, isFloat } from "../../dtype.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { castTo } from "../elementwise.js";
import { clip } from "./extremes.js";
import { largest } from "./width.js";

const integerLimits: Readonly<Partial<Record<DType, readonly [number, number]>>> = {
  bool: [0, 1],
  uint8: [0, 0xff],
  uint16: [0, 0xffff],
  uint32: [0, 0xffff_ffff],
  int8: [-0x80, 0x7f],
  int16: [-0x8000, 0x7fff],
  int32: [-0x8000_0000, 0x7fff_ffff],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

/**
 * `x` in another dtype, where what is too large or too small becomes the nearest number that it has.
 * @throws DTypeError for an unknown dtype
 */
export function saturateCast(x: TensorLike, dtype: DType): Tensor {
  const input = tensor(x);
  const target = checkDType(dtype, "saturateCast");
  const [own, wanted] = [limitsOf(input.dtype), limitsOf(target)];
  const low = representable(Math.max(own[0], wanted[0]), wanted, input.dtype);
  const high = representable(Math.min(own[1], wanted[1]), wanted, input.dtype);
  return castTo(clip(input, low, high), target);
}

function limitsOf(dtype: DType): readonly [number, number] {
  return integerLimits[dtype] ?? [-largest(dtype), largest(dtype)];
}

/** A limit as a number of the input's dtype, which for a float may lie beyond: then the next inside. */
function representable(
  limit: number,
  [low, high]: readonly [number, number],
  dtype: DType,
): number {
  if (!isFloat(dtype) || dtype === "float64") return limit;
  const rounded = Math.fround(limit);
  return rounded > high || rounded < low ? limit * (1 - 2 ** -24) : limit;
}
