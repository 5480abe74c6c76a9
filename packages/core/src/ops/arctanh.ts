import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Inverse hyperbolic tangent, element-wise; NaN outside [−1, 1]. */
export const arctanh = unary({
  name: "arctanh",
  accepts: "float",
  scalar: Math.atanh,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [
    ops.divide(gradient, ops.subtract(1, ops.multiply(x, x))),
  ],
  domain: [-0.95, 0.95],
  cases: [{ inputs: [{ shape: [2], data: [1e-4, -1e-4] }] }],
});
