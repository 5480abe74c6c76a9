import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Inverse hyperbolic sine, element-wise. */
export const arcsinh = unary({
  name: "arcsinh",
  accepts: "float",
  scalar: Math.asinh,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [
    ops.divide(gradient, ops.sqrt(ops.add(ops.multiply(x, x), 1))),
  ],
  cases: [{ inputs: [{ shape: [4], data: [1e-4, -1e-4, 1e4, -1e4] }] }],
});
