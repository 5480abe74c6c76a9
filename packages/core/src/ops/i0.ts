import { besselI0 } from "../special/bessel.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Gradients } from "./definition.js";
import { polynomial, unary } from "./elementwise.js";

// Source: Abramowitz & Stegun 9.8.1 and 9.8.2; errors below 2e-7.
const small = [1, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813];
const large = [
  ...[0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281],
  ...[-0.02057706, 0.02635537, -0.01647633, 0.00392377],
];

/** Modified Bessel function of the first kind, of order 0, element-wise; NaN at infinity. */
export const i0 = unary({
  name: "i0",
  accepts: "widestFloat",
  scalar: besselI0,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [ops.multiply(gradient, ops.i1(x))],
  decompose: ([x], _attrs, ops): Tensor => {
    const z = ops.abs(x);
    const t = ops.divide(z, 3.75);
    const near = polynomial(ops.multiply(t, t), small, ops);
    const far = ops.multiply(
      ops.divide(ops.exp(z), ops.sqrt(z)),
      polynomial(ops.divide(1, t), large, ops),
    );
    return ops.where(ops.less(z, 3.75), near, far);
  },
  cases: [{ inputs: [{ shape: [4], data: [-10, 3.7, 3.8, 0] }] }],
});
