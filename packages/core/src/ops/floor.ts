import { unary } from "./elementwise.js";

/** Largest whole number not above x, element-wise; integers give float32. No gradient. */
export const floor = unary({
  name: "floor",
  accepts: "float",
  scalar: Math.floor,
  grad: null,
});
