import type { Tensor } from "../tensor/tensor.js";
import { binary, binaryGradient } from "./elementwise.js";

/** a / b, element-wise with broadcasting; integers give float32. */
export const divide = binary({
  name: "divide",
  accepts: "float",
  scalar: (a, b) => a / b,
  grad: binaryGradient(({ inputs: [, b], output, gradient }, ops): readonly [Tensor, Tensor] => {
    const quotient = ops.divide(gradient, b);
    return [quotient, ops.negative(ops.multiply(quotient, output))];
  }),
  domain: [0.5, 3],
});
