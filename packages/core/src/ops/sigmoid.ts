import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Logistic sigmoid 1 / (1 + e⁻ˣ), element-wise. */
export const sigmoid = unary({
  name: "sigmoid",
  accepts: "float",
  scalar: (x) => 1 / (1 + Math.exp(-x)),
  grad: ({ output, gradient }, ops): Gradients => [
    ops.multiply(gradient, ops.multiply(output, ops.subtract(1, output))),
  ],
});
