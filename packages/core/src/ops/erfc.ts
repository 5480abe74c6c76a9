import { erfc as complement } from "../special/erf.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Gradients } from "./definition.js";
import { polynomial, unary } from "./elementwise.js";

/** In t = 1 / (1 + |x| / 2); relative error below 1.2e-7. Source: Numerical Recipes, `erfcc`. */
const coefficients = [
  ...[-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806],
  ...[0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277],
];

/** Complementary error function 1 − erf x, element-wise; exact where it is small. */
export const erfc = unary({
  name: "erfc",
  accepts: "float",
  scalar: complement,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [
    ops.multiply(
      gradient,
      ops.multiply(-2 / Math.sqrt(Math.PI), ops.exp(ops.negative(ops.multiply(x, x)))),
    ),
  ],
  decompose: ([x], _attrs, ops): Tensor => {
    const z = ops.abs(x);
    const t = ops.divide(1, ops.add(1, ops.multiply(z, 0.5)));
    const exponent = ops.subtract(polynomial(t, coefficients, ops), ops.multiply(z, z));
    const positive = ops.multiply(t, ops.exp(exponent));
    return ops.where(ops.less(x, 0), ops.subtract(2, positive), positive);
  },
  cases: [{ inputs: [{ shape: [4], data: [5, 9, -5, 2.5] }] }],
});
