import { type DType, floatX, isFloat, kindOf } from "../../dtype.js";
import type { Tensor } from "../../tensor/tensor.js";
import { cast } from "../cast.js";
import { maximum } from "../maximum.js";
import { minimum } from "../minimum.js";
import { round } from "../round.js";

/** Least and largest value of the integer dtypes whose range a float can name. */
const ranges: Readonly<Partial<Record<DType, readonly [number, number]>>> = {
  uint8: [0, 255],
  int8: [-128, 127],
  uint16: [0, 65535],
  int16: [-32768, 32767],
};

/** What interpolation computes in. */
export function toFloat(x: Tensor): Tensor {
  return isFloat(x.dtype) ? x : cast(x, floatX);
}

/** Interpolated values in the dtype of the images: integers rounded, and held in their range. */
export function fromFloat(x: Tensor, dtype: DType): Tensor {
  if (kindOf(dtype) === "float") return cast(x, dtype);
  const range = ranges[dtype];
  const whole = round(x);
  return cast(range === undefined ? whole : minimum(maximum(whole, range[0]), range[1]), dtype);
}
