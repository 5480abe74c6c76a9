import type { Tensor } from "../tensor/tensor.js";
import { binary, binaryGradient } from "./elementwise.js";

/** Remainder of a / b with the sign of b, as in Python, element-wise with broadcasting. */
export const mod = binary({
  name: "mod",
  accepts: "number",
  scalar: (a, b) => {
    const rest = a % b;
    return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
  },
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
    {
      inputs: [
        { shape: [4], dtype: "int32", data: [-7, 7, 2147483647, -2147483648] },
        { shape: [4], dtype: "int32", data: [3, -3, 1000, 7] },
      ],
    },
  ],
  domain: [0.5, 3],
});
