import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Natural logarithm, element-wise; −Infinity at 0, NaN below. */
export const log = unary({
  name: "log",
  accepts: "float",
  scalar: Math.log,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [ops.divide(gradient, x)],
  domain: [0.1, 4],
});
