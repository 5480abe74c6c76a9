import { narrow } from "../dtype.js";
import type { Gradients } from "./definition.js";
import { expandReduced, reduction, totalDType } from "./reduction.js";

/**
 * Sum of the elements along `axis`; 0 for none. Bool and narrow integers are summed up in int32.
 * `axis`: one, several, or all; `keepdims` leaves size 1 in their place.
 * @throws ShapeError if an axis does not exist
 */
export const sum = reduction({
  name: "sum",
  operand: (dtype) => narrow(totalDType(dtype)),
  dtypes: ["float32", "int32"],
  empty: 0,
  grad: ({ inputs: [x], gradient, attrs }, ops): Gradients => [
    expandReduced(gradient, x, attrs.axes, ops),
  ],
});
