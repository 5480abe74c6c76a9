import { binary } from "./elementwise.js";

/**
 * The bits of the first moved up by the second, element-wise with broadcasting; those that leave the
 * dtype are lost; a negative number moves all of them out.
 * @throws DTypeError for floats
 */
export const bitwiseLeftShift = binary({
  name: "bitwiseLeftShift",
  accepts: "integer",
  scalar: (a, b) => (b < 0 ? 0 : a * 2 ** b),
  grad: null,
  domain: [0, 5],
  cases: [
    {
      inputs: [
        { shape: [3], dtype: "uint8", data: [200, 12, 1] },
        { shape: [3], dtype: "uint8", data: [1, 2, 9] },
      ],
    },
    {
      inputs: [
        { shape: [5], dtype: "int32", data: [1, -3, 5, 7, 9] },
        { shape: [5], dtype: "int32", data: [31, 2, 30, 32, -1] },
      ],
    },
  ],
});
