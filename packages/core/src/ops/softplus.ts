import type { Tensor } from "../tensor/tensor.js";
import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** log(1 + eˣ), element-wise, without overflow; its derivative is sigmoid(x), at 0 too. */
export const softplus = unary({
  name: "softplus",
  accepts: "float",
  scalar: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  grad: ({ inputs: [x], gradient }, ops): Gradients => [ops.multiply(gradient, ops.sigmoid(x))],
  // The pieces have kinks at 0 that only cancel in the values: hence an op of its own.
  decompose: ([x], _, ops): Tensor =>
    ops.add(ops.relu(x), ops.log1p(ops.exp(ops.negative(ops.abs(x))))),
});
