import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** −x, element-wise. Integers and floats; the shape and dtype of `x`. */
export const negative = unary({
  name: "negative",
  accepts: "arithmetic",
  scalar: (x) => -x,
  grad: ({ gradient }, ops): Gradients => [ops.negative(gradient)],
});
