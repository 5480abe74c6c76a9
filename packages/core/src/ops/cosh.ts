import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Hyperbolic cosine (eˣ + e⁻ˣ) / 2, element-wise. */
export const cosh = unary({
  name: "cosh",
  accepts: "float",
  scalar: Math.cosh,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [ops.multiply(gradient, ops.sinh(x))],
});
