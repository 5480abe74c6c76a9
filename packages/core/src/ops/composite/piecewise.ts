// Activations made of pieces. At a kink the gradient is PyTorch's, so nothing here is built of
// `maximum` and `minimum`, which share the gradient among equals.
import { isFloat } from "../../dtype.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { abs } from "../abs.js";
import { add } from "../add.js";
import { castTo } from "../elementwise.js";
import { less } from "../less.js";
import { lessEqual } from "../lessEqual.js";
import { multiply } from "../multiply.js";
import { subtract } from "../subtract.js";
import { where } from "../where.js";
import { greater, greaterEqual } from "./comparison.js";
import { floating } from "./operand.js";

/** x held between `low` and `high`; the gradient is 0 at both. */
function held(x: Tensor, low: number, high: number): Tensor {
  return where(lessEqual(x, low), low, where(greaterEqual(x, high), high, x));
}

/** x held between 0 and 6, element-wise; integers stay integers. */
export function relu6(x: TensorLike): Tensor {
  return held(tensor(x), 0, 6);
}

/** x held between −1 and 1, element-wise; integers stay integers. */
export function hardTanh(x: TensorLike): Tensor {
  return held(tensor(x), -1, 1);
}

/** (x + 3) / 6 held between 0 and 1, element-wise. */
export function hardSigmoid(x: TensorLike): Tensor {
  return multiply(held(add(floating(x), 3), 0, 6), 1 / 6);
}

/** x · hardSigmoid(x), element-wise; also called hard swish. */
export function hardSilu(x: TensorLike): Tensor {
  const input = floating(x);
  const middle = multiply(input, multiply(add(input, 3), 1 / 6));
  return where(less(input, -3), 0, where(greater(input, 3), input, middle));
}

/** Another name of `hardSilu`: x · hardSigmoid(x), element-wise. */
export const hardSwish = hardSilu;

/** x where x > 0, `negativeSlope` (default 0.2) · x elsewhere; integers are cut off to integers. */
export function leakyRelu(
  x: TensorLike,
  options: { readonly negativeSlope?: number } = {},
): Tensor {
  const input = tensor(x);
  const below = multiply(input, options.negativeSlope ?? 0.2);
  return likeInput(where(greater(input, 0), input, below), input);
}

/** x where |x| > `threshold` (default 0.5), 0 elsewhere. */
export function hardShrink(x: TensorLike, options: { readonly threshold?: number } = {}): Tensor {
  const input = tensor(x);
  return where(greater(abs(input), options.threshold ?? 0.5), input, 0);
}

/**
 * x moved towards 0 by `threshold` (default 0.5), and 0 where it would pass it; integers are cut
 * off to integers.
 */
export function softShrink(x: TensorLike, options: { readonly threshold?: number } = {}): Tensor {
  const input = tensor(x);
  const by = options.threshold ?? 0.5;
  const above = where(greater(input, by), subtract(input, by), 0);
  return likeInput(where(less(input, -by), add(input, by), above), input);
}

/** x where x > `threshold`, `defaultValue` elsewhere. */
export function threshold(x: TensorLike, threshold: TensorLike, defaultValue: TensorLike): Tensor {
  const input = tensor(x);
  return where(greater(input, threshold), input, defaultValue);
}

/** (x + 1) / 2 held between 0 and 1, element-wise: sparsemax for two classes. */
export function sparseSigmoid(x: TensorLike): Tensor {
  return multiply(held(add(floating(x), 1), 0, 2), 0.5);
}

/** 0 up to −1, x from 1 on, (x + 1)² / 4 between them. */
export function sparsePlus(x: TensorLike): Tensor {
  const input = floating(x);
  const next = add(input, 1);
  const middle = multiply(multiply(next, next), 0.25);
  return where(lessEqual(input, -1), 0, where(less(input, 1), middle, input));
}

/** Keras keeps the dtype of integers here. */
function likeInput(result: Tensor, input: Tensor): Tensor {
  return isFloat(input.dtype) ? result : castTo(result, input.dtype);
}
