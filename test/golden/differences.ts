/** Cases whose values we give, in another dtype than Keras; each group with its reason. */
export const ownDType: ReadonlySet<string> = new Set([
  // bool counts as int32 in arithmetic, where Keras hands bool back.
  "abs_bool",
  "absolute_bool",
  "min_bool",
  "round_bool",
  "sign_bool",
  // A function with real values makes float32 of integers; here Keras's rule says int32.
  "elu_i32",
  "power_int",
  "rsqrt_i32",
  "softplus_i32",
  // float64 stays float64, as it does in Keras's own eager results.
  "cos_f64",
  "floor_f64",
  "tanh_f64",
  // The number 2.0: JavaScript can't tell it from 2.
  "mod_i32_pyfloat",
]);

/** Cases in which Keras itself rounds its coefficients to integers, so that 3 becomes 0. */
export const notCompared: ReadonlySet<string> = new Set(["gelu_i32", "leaky_relu_i32"]);
