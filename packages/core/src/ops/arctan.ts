import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Inverse tangent in radians, from −π/2 to π/2, element-wise. */
export const arctan = unary({
  name: "arctan",
  accepts: "float",
  scalar: Math.atan,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [
    ops.divide(gradient, ops.add(1, ops.multiply(x, x))),
  ],
});
