/** Cases that differ from Keras for a reason, by area; docs/known-differences.md says more. */
export const knownDifferences: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ops_numpy: {
    mod_i32_pyfloat: "the number 2.0: JavaScript can't tell it from 2",
    abs_bool: "dtype of a bool operand",
    sign_bool: "dtype of a bool operand",
    round_bool: "dtype of a bool operand",
    min_bool: "dtype of a bool operand",
    cos_f64: "float64 stays float64",
    floor_f64: "float64 stays float64",
    tanh_f64: "float64 stays float64",
    power_int: "integers become float32",
    argmin_all: "no axis means the last one",
    "split_([1,2],)_{'axis':1}": "split takes a number of parts only",
    "pad_((1,1),(1,0))_symmetric": "pad fills with a constant only",
    "pad_((0,0),(1,2))_edge": "pad fills with a constant only",
    "pad_((1,0),(0,1))_wrap": "pad fills with a constant only",
    "arange_(5.0,)": "the number 5.0: JavaScript can't tell it from 5",
  },
  ops_nn: {
    conv_groups: "groups must be named",
    elu_i32: "integers become float32",
    gelu_i32: "Keras rounds its coefficients to integers here",
    leaky_relu_i32: "Keras rounds its coefficients to integers here",
    softplus_i32: "integers become float32",
  },
  ops_math: { rsqrt_i32: "integers become float32" },
};
