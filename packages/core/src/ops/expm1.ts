import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** eˣ − 1, element-wise, exact for small x. */
export const expm1 = unary({
  name: "expm1",
  accepts: "wideFloat",
  scalar: Math.expm1,
  grad: ({ output, gradient }, ops): Gradients => [ops.multiply(gradient, ops.add(output, 1))],
});
