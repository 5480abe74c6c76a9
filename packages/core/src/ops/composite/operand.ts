import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { asWideFloat } from "./width.js";

/** The operand of a function with real values: integers and bool become the default float. */
export function floating(x: TensorLike): Tensor {
  return asWideFloat(tensor(x));
}
