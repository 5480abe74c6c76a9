import { binary } from "./elementwise.js";

/**
 * The bits of the first moved down by the second, element-wise with broadcasting; the sign is kept.
 * A negative number moves all of them out.
 * @throws DTypeError for floats
 */
export const bitwiseRightShift = binary({
  name: "bitwiseRightShift",
  accepts: "integer",
  scalar: (a, b) => Math.floor(a / 2 ** (b < 0 ? 63 : b)),
  grad: null,
  domain: [0, 5],
  cases: [
    {
      inputs: [
        { shape: [3], dtype: "uint8", data: [200, 12, 255] },
        { shape: [3], dtype: "uint8", data: [3, 2, 9] },
      ],
    },
    {
      inputs: [
        { shape: [5], dtype: "int32", data: [-1, -5, 2147483647, -2147483648, -9] },
        { shape: [5], dtype: "int32", data: [31, 1, 30, 32, -1] },
      ],
    },
  ],
});
