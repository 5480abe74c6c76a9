import { ShapeError } from "../../errors.js";
import { formatShape, normalizeAxis } from "../../shape.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { abs } from "../abs.js";
import { add } from "../add.js";
import { divide } from "../divide.js";
import { elu } from "../elu.js";
import { erf } from "../erf.js";
import { expm1 } from "../expm1.js";
import { multiply } from "../multiply.js";
import { negative } from "../negative.js";
import { sigmoid } from "../sigmoid.js";
import { softplus } from "../softplus.js";
import { sqrt } from "../sqrt.js";
import { subtract } from "../subtract.js";
import { tanh } from "../tanh.js";
import { where } from "../where.js";
import { greater } from "./comparison.js";
import { floating } from "./operand.js";
import { split } from "./splitting.js";

/** x · sigmoid(x), element-wise; also called swish. */
export function silu(x: TensorLike): Tensor {
  const input = floating(x);
  return multiply(input, sigmoid(input));
}

/** Another name of `silu`: x · sigmoid(x), element-wise. */
export const swish = silu;

/** log(sigmoid(x)), element-wise, without overflow. */
export function logSigmoid(x: TensorLike): Tensor {
  return negative(softplus(negative(floating(x))));
}

/** x / (1 + |x|), element-wise. */
export function softsign(x: TensorLike): Tensor {
  const input = floating(x);
  return divide(input, add(abs(input), 1));
}

/** x − tanh(x), element-wise. */
export function tanhShrink(x: TensorLike): Tensor {
  const input = floating(x);
  return subtract(input, tanh(input));
}

/** (x + √(x² + b)) / 2, element-wise: a smooth relu. `b` (default 4) says how smooth. */
export function squareplus(x: TensorLike, options: { readonly b?: number } = {}): Tensor {
  const input = floating(x);
  const root = sqrt(add(multiply(input, input), options.b ?? 4));
  return multiply(add(input, root), 0.5);
}

/** Scaled exponential linear unit of self-normalizing networks (Klambauer et al., 2017). */
export function selu(x: TensorLike): Tensor {
  return multiply(elu(x, { alpha: 1.6732632423543772 }), 1.0507009873554805);
}

/** Continuous exponential linear unit: x where x > 0, `alpha` (e^(x / alpha) − 1) elsewhere. */
export function celu(x: TensorLike, options: { readonly alpha?: number } = {}): Tensor {
  const { alpha = 1 } = options;
  const input = floating(x);
  const positive = greater(input, 0);
  // The branch that is not taken must not overflow: its gradient would be NaN.
  const below = multiply(where(positive, 0, input), 1 / alpha);
  return where(positive, input, multiply(expm1(below), alpha));
}

/**
 * Gaussian error linear unit: x Φ(x), by default in its approximation with tanh (Keras's layers and
 * activations use the exact form, its ops the approximation).
 */
export function gelu(x: TensorLike, options: { readonly approximate?: boolean } = {}): Tensor {
  const input = floating(x);
  if (options.approximate === false) {
    return multiply(multiply(input, 0.5), add(1, erf(multiply(input, Math.SQRT1_2))));
  }
  const cubic = multiply(0.044715, multiply(input, multiply(input, input)));
  const inner = multiply(Math.sqrt(2 / Math.PI), add(input, cubic));
  return multiply(multiply(input, 0.5), add(1, tanh(inner)));
}

/**
 * Gated linear unit: the first half of `x` along `axis` (default: the last) times the sigmoid of
 * the second.
 * @throws ShapeError if the axis has an odd or unknown size
 */
export function glu(x: TensorLike, axis = -1): Tensor {
  const input = floating(x);
  const at = normalizeAxis(axis, input.rank, "glu");
  const size = input.shape[at];
  if (typeof size !== "number" || size % 2 !== 0) {
    throw new ShapeError(
      `glu: axis ${axis} of ${formatShape(input.shape)} has no halves. Expected an even size, received ${size}.`,
    );
  }
  const [values, gates] = split(input, 2, at) as [Tensor, Tensor];
  return multiply(values, sigmoid(gates));
}
