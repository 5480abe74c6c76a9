import type { Tensor } from "../tensor/tensor.js";
import { binary, binaryGradient } from "./elementwise.js";

/** aᵇ, element-wise with broadcasting; integers give float32. */
export const power = binary({
  name: "power",
  accepts: "arithmetic",
  scalar: Math.pow,
  grad: binaryGradient(({ inputs: [a, b], output, gradient }, ops): readonly [Tensor, Tensor] => {
    // log(a) only where a > 0: elsewhere the exponent's gradient is 0 by convention.
    const safe = ops.where(ops.greater(a, 0), a, 1);
    return [
      ops.multiply(gradient, ops.multiply(b, ops.power(a, ops.subtract(b, 1)))),
      ops.multiply(gradient, ops.multiply(output, ops.log(safe))),
    ];
  }),
  domain: [0.5, 3],
});
