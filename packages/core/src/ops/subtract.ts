import type { Tensor } from "../tensor/tensor.js";
import { binary, binaryGradient } from "./elementwise.js";

/** a − b, element-wise with broadcasting. */
export const subtract = binary({
  name: "subtract",
  accepts: "arithmetic",
  scalar: (a, b) => a - b,
  grad: binaryGradient(({ gradient }, ops): readonly [Tensor, Tensor] => [
    gradient,
    ops.negative(gradient),
  ]),
});
