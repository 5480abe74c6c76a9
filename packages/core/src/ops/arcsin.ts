import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Inverse sine in radians, from −π/2 to π/2, element-wise; NaN outside [−1, 1]. */
export const arcsin = unary({
  name: "arcsin",
  accepts: "float",
  scalar: Math.asin,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [
    ops.divide(gradient, ops.sqrt(ops.subtract(1, ops.multiply(x, x)))),
  ],
  domain: [-0.95, 0.95],
});
