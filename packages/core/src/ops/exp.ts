import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** eˣ, element-wise. */
export const exp = unary({
  name: "exp",
  accepts: "wideFloat",
  scalar: Math.exp,
  grad: ({ output, gradient }, ops): Gradients => [ops.multiply(gradient, output)],
});
