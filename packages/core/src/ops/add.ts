import type { Tensor } from "../tensor/tensor.js";
import { binary, binaryGradient } from "./elementwise.js";

/** a + b, element-wise with broadcasting. */
export const add = binary({
  name: "add",
  accepts: "arithmetic",
  scalar: (a, b) => a + b,
  grad: binaryGradient(({ gradient }): readonly [Tensor, Tensor] => [gradient, gradient]),
});
