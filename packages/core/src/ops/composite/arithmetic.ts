import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { divide } from "../divide.js";
import { maximum } from "../maximum.js";
import { mean } from "../mean.js";
import { minimum } from "../minimum.js";
import { multiply } from "../multiply.js";
import type { Axis } from "../reduction.js";
import { sqrt } from "../sqrt.js";
import { subtract } from "../subtract.js";

/** x², element-wise. */
export function square(x: TensorLike): Tensor {
  const input = tensor(x);
  return multiply(input, input);
}

/** 1 / x, element-wise. */
export function reciprocal(x: TensorLike): Tensor {
  return divide(1, x);
}

/** 1 / √x, element-wise. */
export function rsqrt(x: TensorLike): Tensor {
  return divide(1, sqrt(x));
}

/** x held between `low` and `high`, element-wise. */
export function clip(x: TensorLike, low: TensorLike, high: TensorLike): Tensor {
  return minimum(maximum(x, low), high);
}

/** Mean squared distance from the mean along `axis` (population variance). */
export function variance(
  x: TensorLike,
  axis?: Axis,
  options: { readonly keepdims?: boolean } = {},
): Tensor {
  const input = tensor(x);
  return mean(square(subtract(input, mean(input, axis, { keepdims: true }))), axis, options);
}
