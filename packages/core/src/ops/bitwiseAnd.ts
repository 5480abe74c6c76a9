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
});
