import { floatX, isFloat } from "../dtype.js";
import { sizeOf } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Gradients } from "./definition.js";
import { expandReduced, reduction } from "./reduction.js";

/**
 * Arithmetic mean along `axis`; NaN for no elements. Integers give float32.
 * `axis`: one, several, or all; `keepdims` leaves size 1 in their place.
 * @throws ShapeError if an axis does not exist
 */
export const mean = reduction({
  name: "mean",
  operand: (dtype) => (isFloat(dtype) ? dtype : floatX),
  dtypes: ["float32"],
  empty: Number.NaN,
  grad: ({ inputs: [x], gradient, attrs: { axes } }, ops): Gradients => {
    const count = ops.dimension(sizeOf(axes.map((axis) => x.shape[axis] ?? 1)), x.dtype);
    return [expandReduced(ops.divide(gradient, count), x, axes, ops)];
  },
  decompose: ([x], { axes, keepdims }, ops): Tensor => {
    const count = ops.dimension(sizeOf(axes.map((axis) => x.shape[axis] ?? 1)), x.dtype);
    return ops.divide(ops.sum(x, axes, { keepdims }), count);
  },
});
