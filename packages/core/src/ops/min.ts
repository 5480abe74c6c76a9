import type { TensorLike } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { type ExtremumOptions, extremum } from "./extremum.js";
import { minimum } from "./minimum.js";
import { type Axis, extremumGradient, reduction } from "./reduction.js";

const reduce = reduction({
  name: "min",
  operand: (dtype) => (dtype === "bool" ? "int32" : dtype),
  restoresBool: true,
  dtypes: ["float32", "int32"],
  empty: undefined,
  grad: extremumGradient,
});

/**
 * Smallest element along `axis`; NaN wins.
 * `axis`: one, several, or all; `keepdims` leaves size 1 in their place.
 * @throws ShapeError if an axis does not exist, or has no elements and there is no `initial`
 */
export const min = Object.assign(
  (x: TensorLike, axis?: Axis, options: ExtremumOptions = {}): Tensor =>
    extremum("min", reduce, minimum, x, axis, options),
  { definition: reduce.definition },
);
