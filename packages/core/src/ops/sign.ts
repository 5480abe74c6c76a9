import { unary } from "./elementwise.js";

/** −1, 0 or 1, element-wise; NaN stays NaN. Its gradient is zero everywhere and not passed on. */
export const sign = unary({
  name: "sign",
  accepts: "arithmetic",
  scalar: (x) => (x > 0 ? 1 : x < 0 ? -1 : x === 0 ? 0 : Number.NaN),
  grad: null,
  cases: [{ inputs: [{ shape: [4], data: [1e-10, -1e-10, 1e-30, -1e-30] }] }],
});
