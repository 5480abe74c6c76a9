import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Hyperbolic tangent, element-wise. */
export const tanh = unary({
  name: "tanh",
  accepts: "float",
  scalar: Math.tanh,
  grad: ({ output, gradient }, ops): Gradients => [
    ops.multiply(gradient, ops.subtract(1, ops.multiply(output, output))),
  ],
});
