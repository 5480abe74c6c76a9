import { unary } from "./elementwise.js";

/** Whether each element is NaN, as bool. */
export const isnan = unary({
  name: "isnan",
  accepts: "float",
  returns: "bool",
  scalar: (x) => (Number.isNaN(x) ? 1 : 0),
  grad: null,
  cases: [{ inputs: [{ shape: [3], data: [0, Number.NaN, Number.POSITIVE_INFINITY] }] }],
});
