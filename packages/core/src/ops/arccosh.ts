import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Inverse hyperbolic cosine, element-wise; NaN below 1. */
export const arccosh = unary({
  name: "arccosh",
  accepts: "float",
  scalar: Math.acosh,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [
    ops.divide(gradient, ops.sqrt(ops.subtract(ops.multiply(x, x), 1))),
  ],
  domain: [1.1, 4],
});
