// The one list of activations: names, types and messages derive from it. Defaults are Keras's.
import { ops, type Tensor, type TensorLike, tensor } from "@antler/core";

/** x itself. */
export function linear(x: TensorLike): Tensor {
  return tensor(x);
}

/** max(x, 0). */
export function relu(x: TensorLike): Tensor {
  return ops.relu(x);
}

/** x held between 0 and 6. */
export function relu6(x: TensorLike): Tensor {
  return ops.relu6(x);
}

/** 1 / (1 + e⁻ˣ). */
export function sigmoid(x: TensorLike): Tensor {
  return ops.sigmoid(x);
}

/** Hyperbolic tangent. */
export function tanh(x: TensorLike): Tensor {
  return ops.tanh(x);
}

/** eˣ over its sum along the last axis: probabilities. */
export function softmax(x: TensorLike): Tensor {
  return ops.softmax(x);
}

/** Logarithm of `softmax`, without overflow. */
export function logSoftmax(x: TensorLike): Tensor {
  return ops.logSoftmax(x);
}

/** log(1 + eˣ). */
export function softplus(x: TensorLike): Tensor {
  return ops.softplus(x);
}

/** x where x > 0, eˣ − 1 elsewhere. */
export function elu(x: TensorLike): Tensor {
  return ops.elu(x);
}

/** x where x > 0, 0.2 x elsewhere. */
export function leakyRelu(x: TensorLike): Tensor {
  return ops.leakyRelu(x);
}

/** x Φ(x), exact: Keras's activation, unlike its op, does not approximate. */
export function gelu(x: TensorLike): Tensor {
  return ops.gelu(x, { approximate: false });
}

/** x · sigmoid(x); also called swish. */
export function silu(x: TensorLike): Tensor {
  return ops.silu(x);
}
