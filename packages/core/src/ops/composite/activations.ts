import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { abs } from "../abs.js";
import { add } from "../add.js";
import { erf } from "../erf.js";
import { exp } from "../exp.js";
import { log1p } from "../log1p.js";
import { maximum } from "../maximum.js";
import { minimum } from "../minimum.js";
import { multiply } from "../multiply.js";
import { negative } from "../negative.js";
import { relu } from "../relu.js";
import { sigmoid } from "../sigmoid.js";
import { subtract } from "../subtract.js";
import { tanh } from "../tanh.js";
import { where } from "../where.js";
import { greater } from "./comparison.js";

/** log(1 + eˣ), element-wise, without overflow. */
export function softplus(x: TensorLike): Tensor {
  const input = tensor(x);
  return add(relu(input), log1p(exp(negative(abs(input)))));
}

/** x · sigmoid(x), element-wise; also called swish. */
export function silu(x: TensorLike): Tensor {
  const input = tensor(x);
  return multiply(input, sigmoid(input));
}

/** x where x > 0, `alpha` (eˣ − 1) elsewhere. */
export function elu(x: TensorLike, alpha = 1): Tensor {
  const input = tensor(x);
  const below = multiply(alpha, subtract(exp(minimum(input, 0)), 1));
  return where(greater(input, 0), input, below);
}

/** x where x > 0, `negativeSlope` · x elsewhere. */
export function leakyRelu(x: TensorLike, negativeSlope = 0.2): Tensor {
  const input = tensor(x);
  return where(greater(input, 0), input, multiply(input, negativeSlope));
}

/** x held between 0 and 6. */
export function relu6(x: TensorLike): Tensor {
  return minimum(maximum(x, 0), 6);
}

/** Gaussian error linear unit: x Φ(x), or its tanh approximation (the default, as in Keras's ops). */
export function gelu(x: TensorLike, approximate = true): Tensor {
  const input = tensor(x);
  if (!approximate) {
    return multiply(multiply(input, 0.5), add(1, erf(multiply(input, Math.SQRT1_2))));
  }
  const cubic = multiply(0.044715, multiply(input, multiply(input, input)));
  const inner = multiply(Math.sqrt(2 / Math.PI), add(input, cubic));
  return multiply(multiply(input, 0.5), add(1, tanh(inner)));
}
