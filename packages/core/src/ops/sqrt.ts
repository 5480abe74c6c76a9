import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Square root, element-wise; NaN below 0. */
export const sqrt = unary({
  name: "sqrt",
  accepts: "float",
  scalar: Math.sqrt,
  grad: ({ output, gradient }, ops): Gradients => [ops.divide(gradient, ops.multiply(output, 2))],
  domain: [0.1, 4],
});
