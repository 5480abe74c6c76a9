import { floatX, isFloat } from "../../dtype.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { castTo } from "../elementwise.js";

/** The operand of a function with real values: integers and bool become float32. */
export function floating(x: TensorLike): Tensor {
  const input = tensor(x);
  return isFloat(input.dtype) ? input : castTo(input, floatX);
}
