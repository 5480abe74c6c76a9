import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** log(1 + x), element-wise, exact for small x. */
export const log1p = unary({
  name: "log1p",
  accepts: "float",
  scalar: Math.log1p,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [ops.divide(gradient, ops.add(x, 1))],
  domain: [-0.9, 4],
});
