import type { Tensor } from "../tensor/tensor.js";
import { binary, binaryGradient } from "./elementwise.js";

/** a · b, element-wise with broadcasting. */
export const multiply = binary({
  name: "multiply",
  accepts: "arithmetic",
  scalar: (a, b) => a * b,
  grad: binaryGradient(({ inputs: [a, b], gradient }, ops): readonly [Tensor, Tensor] => [
    ops.multiply(gradient, b),
    ops.multiply(gradient, a),
  ]),
});
