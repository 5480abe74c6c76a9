import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Sine of x in radians, element-wise. */
export const sin = unary({
  name: "sin",
  accepts: "float",
  scalar: Math.sin,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [ops.multiply(gradient, ops.cos(x))],
});
