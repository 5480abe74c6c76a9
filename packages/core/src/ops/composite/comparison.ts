import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { equal } from "../equal.js";
import { less } from "../less.js";
import { lessEqual } from "../lessEqual.js";
import { logicalNot } from "../logicalNot.js";

/** Whether a ≠ b, as bool, element-wise with broadcasting; true beside NaN. */
export function notEqual(a: TensorLike, b: TensorLike): Tensor {
  return logicalNot(equal(a, b));
}

/** Whether a > b, as bool, element-wise with broadcasting; false beside NaN. */
export function greater(a: TensorLike, b: TensorLike): Tensor {
  return less(b, a);
}

/** Whether a ≥ b, as bool, element-wise with broadcasting; false beside NaN. */
export function greaterEqual(a: TensorLike, b: TensorLike): Tensor {
  return lessEqual(b, a);
}
