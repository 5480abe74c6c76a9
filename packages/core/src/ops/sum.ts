import type { Gradients } from "./definition.js";
import { expandReduced, reduction } from "./reduction.js";

/**
 * Sum of the elements along `axis`; 0 for none. Bool counts as int32.
 * `axis`: one, several, or all; `keepdims` leaves size 1 in their place.
 * @throws ShapeError if an axis does not exist
 */
export const sum = reduction({
  name: "sum",
  operand: (dtype) => (dtype === "bool" ? "int32" : dtype),
  dtypes: ["float32", "int32"],
  identity: true,
  grad: ({ inputs: [x], gradient, attrs }, ops): Gradients => [
    expandReduced(gradient, x, attrs.axes, ops),
  ],
});
