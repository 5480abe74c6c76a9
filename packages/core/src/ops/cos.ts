import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Cosine of x in radians, element-wise. */
export const cos = unary({
  name: "cos",
  accepts: "float",
  scalar: Math.cos,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [
    ops.negative(ops.multiply(gradient, ops.sin(x))),
  ],
});
