import { binary } from "./elementwise.js";

/**
 * ⌊a / b⌋, element-wise with broadcasting, in the promoted dtype; of the exact quotient, not of the
 * rounded one. No gradient.
 */
export const floorDivide = binary({
  name: "floorDivide",
  accepts: "arithmetic",
  scalar: (a, b) => {
    const rest = a % b;
    if (b === 0 || Number.isNaN(rest)) return b === 0 ? a / b : rest;
    const quotient = (a - rest) / b;
    return Math.round(rest !== 0 && rest < 0 !== b < 0 ? quotient - 1 : quotient);
  },
  grad: null,
  domain: [0.5, 9],
  cases: [
    {
      inputs: [
        { shape: [3], dtype: "uint8", data: [200, 12, 255] },
        { shape: [3], dtype: "uint8", data: [3, 5, 7] },
      ],
    },
    {
      inputs: [
        { shape: [6], data: [-7, 7, -7, 7, 1, 0] },
        { shape: [6], data: [3, -3, 2, 2, 0.1, 5] },
      ],
    },
    {
      inputs: [
        { shape: [5], dtype: "int32", data: [-7, 7, -7, 2147483647, -2147483648] },
        { shape: [5], dtype: "int32", data: [3, -3, 2, 2, 3] },
      ],
    },
  ],
});
