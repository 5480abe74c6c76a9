import { binary } from "./elementwise.js";

/**
 * Bits that are set in both, element-wise with broadcasting.
 * @throws DTypeError for floats
 */
export const bitwiseAnd = binary({
  name: "bitwiseAnd",
  accepts: "integer",
  scalar: (a, b) => a & b,
  grad: null,
  cases: [
    {
      inputs: [
        { shape: [3], dtype: "uint8", data: [5, 12, 255] },
        { shape: [3], dtype: "uint8", data: [3, 6, 129] },
      ],
    },
  ],
});
