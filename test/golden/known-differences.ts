const realValues =
  "integers: the values are those of a function with real values, so the dtype is float32 and not int32";
const wholeNumber = "the number 2.0: JavaScript can't tell it from 2";
const roundedCoefficients =
  "integers: Keras's NumPy backend rounds the function's coefficients to integers, here they stay real";
const unseeing =
  "the gradient of a query that sees no key: 0, as on JAX; PyTorch's fused kernel takes weights of 1 backward where it took 1 / keys forward";

/**
 * Cases that differ from Keras for a reason, by area; docs/known-differences.md says more. The areas
 * that stand here are tested.
 */
export const knownDifferences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ops_core: {},
  ops_dtypes: {},
  ops_image: {},
  ops_nn: {
    celu_i32: realValues,
    elu_i32: realValues,
    softplus_i32: realValues,
    sparse_plus_i32: realValues,
    squareplus_i32: realValues,
    tanh_shrink_i32: realValues,
    gelu_i32: roundedCoefficients,
    hard_silu_i32: roundedCoefficients,
    selu_i32: roundedCoefficients,
  },
  activations: {},
  constraints: {},
  layers_activation: {},
  layers_attention: { gqa_mask: unseeing },
  layers_conv: {},
  layers_core: {},
  layers_lookup: {},
  layers_merging: {},
  layers_norm: {
    ln_large_offset:
      "Keras subtracts the squared mean from the mean of squares, which cancels beside a mean of 1000; the exact result stands here",
  },
  layers_pooling: {},
  layers_regularization: {},
  layers_reshaping: {},
  layers_rnn: {},
  losses: {},
  metrics: {},
  initializers: {},
  callbacks: {},
  optimizers: {},
  schedules: {},
  regularizers: {},
  ops_math: { rsqrt_i32: realValues },
  ops_numpy: {
    mod_i32_pyfloat: wholeNumber,
    "arange_(5.0,)": wholeNumber,
  },
  training: {},
  utils: {},
};
