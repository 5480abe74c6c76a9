import type { Tensor } from "../tensor/tensor.js";
import { binary, binaryGradient } from "./elementwise.js";

/** Remainder of a / b with the sign of b, as in Python, element-wise with broadcasting. */
export const mod = binary({
  name: "mod",
  accepts: "number",
  scalar: (a, b) => a - Math.floor(a / b) * b,
  grad: binaryGradient(({ inputs: [a, b], gradient }, ops): readonly [Tensor, Tensor] => [
    gradient,
    ops.negative(ops.multiply(gradient, ops.floor(ops.divide(a, b)))),
  ]),
  cases: [
    {
      inputs: [
        { shape: [4], data: [-3, 3, -3, 3] },
        { shape: [4], data: [2, 2, -2, -2] },
      ],
    },
  ],
  domain: [0.5, 3],
});
