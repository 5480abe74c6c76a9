import { unary } from "./elementwise.js";

/** Smallest whole number not below x, element-wise. No gradient. */
export const ceil = unary({
  name: "ceil",
  accepts: "number",
  scalar: Math.ceil,
  grad: null,
});
