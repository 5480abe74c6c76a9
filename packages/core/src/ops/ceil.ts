import { unary } from "./elementwise.js";

/** Smallest whole number not below x, element-wise; integers give float32. No gradient. */
export const ceil = unary({
  name: "ceil",
  accepts: "float",
  scalar: Math.ceil,
  grad: null,
});
