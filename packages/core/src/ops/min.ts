import { extremumGradient, reduction } from "./reduction.js";

/**
 * Smallest element along `axis`; NaN wins.
 * `axis`: one, several, or all; `keepdims` leaves size 1 in their place.
 * @throws ShapeError if an axis does not exist
 */
export const min = reduction({
  name: "min",
  operand: (dtype) => (dtype === "bool" ? "int32" : dtype),
  dtypes: ["float32", "int32"],
  identity: false,
  grad: extremumGradient,
});
