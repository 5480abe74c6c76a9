import { besselI1 } from "../special/bessel.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Gradients } from "./definition.js";
import { polynomial, unary } from "./elementwise.js";

// Source: Abramowitz & Stegun 9.8.3 and 9.8.4; errors below 3e-7.
const small = [0.5, 0.87890594, 0.51498869, 0.15084934, 0.02658733, 0.00301532, 0.00032411];
const large = [
  ...[0.39894228, -0.03988024, -0.00362018, 0.00163801, -0.01031555],
  ...[0.02282967, -0.02895312, 0.01787654, -0.00420059],
];

/** Modified Bessel function of the first kind, of order 1, element-wise: the derivative of i0. */
export const i1 = unary({
  name: "i1",
  accepts: "widestFloat",
  scalar: besselI1,
  grad: ({ inputs: [x], output, gradient }, ops): Gradients => {
    const atZero = ops.equal(x, 0);
    const ratio = ops.where(atZero, 0.5, ops.divide(output, ops.where(atZero, 1, x)));
    return [ops.multiply(gradient, ops.subtract(ops.i0(x), ratio))];
  },
  decompose: ([x], _attrs, ops): Tensor => {
    const z = ops.abs(x);
    const t = ops.divide(z, 3.75);
    const near = ops.multiply(x, polynomial(ops.multiply(t, t), small, ops));
    const far = ops.multiply(
      ops.multiply(ops.sign(x), ops.divide(ops.exp(z), ops.sqrt(z))),
      polynomial(ops.divide(1, t), large, ops),
    );
    return ops.where(ops.less(z, 3.75), near, far);
  },
  cases: [{ inputs: [{ shape: [4], data: [-10, 3.7, 3.8, 0] }] }],
});
