import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Inverse cosine in radians, from 0 to π, element-wise; NaN outside [−1, 1]. */
export const arccos = unary({
  name: "arccos",
  accepts: "float",
  scalar: Math.acos,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [
    ops.negative(ops.divide(gradient, ops.sqrt(ops.subtract(1, ops.multiply(x, x))))),
  ],
  domain: [-0.95, 0.95],
});
