import type { Tensor } from "../tensor/tensor.js";
import { binary, binaryGradient } from "./elementwise.js";

/** The smaller of a and b, element-wise with broadcasting; NaN wins. */
export const minimum = binary({
  name: "minimum",
  accepts: "arithmetic",
  scalar: (a, b) => Math.min(a, b),
  grad: binaryGradient(({ inputs: [a, b], gradient }, ops): readonly [Tensor, Tensor] => {
    // Equal elements share the gradient, as in Keras's jax and torch backends.
    const half = ops.multiply(0.5, ops.cast(ops.equal(a, b), gradient.dtype));
    const first = ops.add(ops.cast(ops.less(a, b), gradient.dtype), half);
    return [ops.multiply(gradient, first), ops.multiply(gradient, ops.subtract(1, first))];
  }),
});
