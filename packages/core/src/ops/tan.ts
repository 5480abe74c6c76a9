import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Tangent of x in radians, element-wise. */
export const tan = unary({
  name: "tan",
  accepts: "float",
  scalar: Math.tan,
  grad: ({ output, gradient }, ops): Gradients => [
    ops.multiply(gradient, ops.add(1, ops.multiply(output, output))),
  ],
  domain: [-1.4, 1.4],
});
