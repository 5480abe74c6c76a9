import { unary } from "./elementwise.js";

/** Largest whole number not above x, element-wise. No gradient. */
export const floor = unary({
  name: "floor",
  accepts: "number",
  scalar: Math.floor,
  grad: null,
});
