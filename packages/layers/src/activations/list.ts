// The one list of activations: names, types and messages derive from it. Defaults are Keras's.
import { ops, type Tensor, type TensorLike, tensor } from "@antler/core";
import { relu } from "./relu.js";

export { type ReluOptions, relu } from "./relu.js";

/** x itself. */
export function linear(x: TensorLike): Tensor {
  return tensor(x);
}

/** x held between 0 and 6. */
export function relu6(x: TensorLike): Tensor {
  return relu(x, { maxValue: 6 });
}

/** 1 / (1 + e⁻ˣ). */
export function sigmoid(x: TensorLike): Tensor {
  return ops.sigmoid(x);
}

/** Logarithm of `sigmoid`, without overflow. */
export function logSigmoid(x: TensorLike): Tensor {
  return ops.logSigmoid(x);
}

/** Hyperbolic tangent. */
export function tanh(x: TensorLike): Tensor {
  return ops.tanh(x);
}

/** x − tanh(x). */
export function tanhShrink(x: TensorLike): Tensor {
  return ops.tanhShrink(x);
}

/** eˣ over its sum along `axis` (default: the last): probabilities. */
export function softmax(x: TensorLike, axis: number | readonly number[] = -1): Tensor {
  return ops.softmax(x, axis);
}

/** Logarithm of `softmax`, without overflow. */
export function logSoftmax(x: TensorLike, axis: number | readonly number[] = -1): Tensor {
  return ops.logSoftmax(x, axis);
}

/** The nearest point of the probability simplex along `axis`: many elements become 0. */
export function sparsemax(x: TensorLike, axis = -1): Tensor {
  return ops.sparsemax(x, axis);
}

/** log(1 + eˣ). */
export function softplus(x: TensorLike): Tensor {
  return ops.softplus(x);
}

/** x / (1 + |x|). */
export function softsign(x: TensorLike): Tensor {
  return ops.softsign(x);
}

/** (x + √(x² + b)) / 2; b is 4 by default. */
export function squareplus(x: TensorLike, options: { readonly b?: number } = {}): Tensor {
  return ops.squareplus(x, options);
}

/** x where x > 0, alpha · (eˣ − 1) elsewhere; alpha is 1 by default. */
export function elu(x: TensorLike, options: { readonly alpha?: number } = {}): Tensor {
  return ops.elu(x, options);
}

/** Scaled elu, which keeps mean 0 and variance 1. */
export function selu(x: TensorLike): Tensor {
  return ops.selu(x);
}

/** x where x > 0, alpha · (e^(x / alpha) − 1) elsewhere; alpha is 1 by default. */
export function celu(x: TensorLike, options: { readonly alpha?: number } = {}): Tensor {
  return ops.celu(x, options);
}

/** x where x > 0, negativeSlope (default 0.2) · x elsewhere. */
export function leakyRelu(
  x: TensorLike,
  options: { readonly negativeSlope?: number } = {},
): Tensor {
  return ops.leakyRelu(x, options);
}

/** x Φ(x), exact: Keras's activation, unlike its op, does not approximate unless it is told to. */
export function gelu(x: TensorLike, options: { readonly approximate?: boolean } = {}): Tensor {
  return ops.gelu(x, { approximate: options.approximate ?? false });
}

/** The first half along `axis` times the sigmoid of the second. */
export function glu(x: TensorLike, axis = -1): Tensor {
  return ops.glu(x, axis);
}

/** x · sigmoid(x); also called swish. */
export function silu(x: TensorLike): Tensor {
  return ops.silu(x);
}

/** x · tanh(softplus(x)). */
export function mish(x: TensorLike): Tensor {
  return ops.multiply(x, ops.tanh(ops.softplus(x)));
}

/** eˣ. */
export function exponential(x: TensorLike): Tensor {
  return ops.exp(x);
}

/** (x + 3) / 6 held between 0 and 1. */
export function hardSigmoid(x: TensorLike): Tensor {
  return ops.hardSigmoid(x);
}

/** x · hardSigmoid(x); also called hard swish. */
export function hardSilu(x: TensorLike): Tensor {
  return ops.hardSilu(x);
}

/** x held between −1 and 1. */
export function hardTanh(x: TensorLike): Tensor {
  return ops.hardTanh(x);
}

/** x where |x| > threshold (default 0.5), 0 elsewhere. */
export function hardShrink(x: TensorLike, options: { readonly threshold?: number } = {}): Tensor {
  return ops.hardShrink(x, options);
}

/** x moved towards 0 by threshold (default 0.5), 0 where it would pass it. */
export function softShrink(x: TensorLike, options: { readonly threshold?: number } = {}): Tensor {
  return ops.softShrink(x, options);
}

/** 0 up to −1, x from 1 on, (x + 1)² / 4 between them. */
export function sparsePlus(x: TensorLike): Tensor {
  return ops.sparsePlus(x);
}

/** (x + 1) / 2 held between 0 and 1. */
export function sparseSigmoid(x: TensorLike): Tensor {
  return ops.sparseSigmoid(x);
}

/** x where x > threshold, defaultValue elsewhere. */
export function threshold(x: TensorLike, threshold: number, defaultValue: number): Tensor {
  return ops.threshold(x, threshold, defaultValue);
}

// Other names.
export { hardSilu as hardSwish, silu as swish };
