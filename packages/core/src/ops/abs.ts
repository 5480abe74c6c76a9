import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** |x|, element-wise; the gradient at 0 is 0. */
export const abs = unary({
  name: "abs",
  accepts: "arithmetic",
  scalar: Math.abs,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [ops.multiply(gradient, ops.sign(x))],
});
