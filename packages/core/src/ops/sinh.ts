import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Hyperbolic sine (eˣ − e⁻ˣ) / 2, element-wise. */
export const sinh = unary({
  name: "sinh",
  accepts: "float",
  scalar: Math.sinh,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [ops.multiply(gradient, ops.cosh(x))],
  cases: [{ inputs: [{ shape: [4], data: [1e-4, -1e-4, 20, -20] }] }],
});
