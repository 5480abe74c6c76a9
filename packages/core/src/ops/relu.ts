import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** max(x, 0), element-wise; the gradient at 0 is 0 and NaN stays NaN. */
export const relu = unary({
  name: "relu",
  accepts: "number",
  scalar: (x) => (x > 0 || Number.isNaN(x) ? x : 0),
  grad: ({ output, gradient }, ops): Gradients => [
    ops.multiply(gradient, ops.cast(ops.greater(output, 0), gradient.dtype)),
  ],
});
