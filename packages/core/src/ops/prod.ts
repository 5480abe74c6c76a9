import type { Gradients } from "./definition.js";
import { expandReduced, reduction } from "./reduction.js";

/**
 * Product of the elements along `axis`; 1 for none.
 * `axis`: one, several, or all; `keepdims` leaves size 1 in their place.
 * @throws ShapeError if an axis does not exist
 */
export const prod = reduction({
  name: "prod",
  operand: (dtype) => (dtype === "bool" ? "int32" : dtype),
  dtypes: ["float32", "int32"],
  identity: true,
  grad: ({ inputs: [x], output, gradient, attrs }, ops): Gradients => [
    // Exact where no element is 0.
    ops.divide(expandReduced(ops.multiply(gradient, output), x, attrs.axes, ops), x),
  ],
});
