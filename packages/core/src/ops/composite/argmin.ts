import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { argmax } from "../argmax.js";
import { negative } from "../negative.js";

/** Index (int32) of the smallest element along `axis`, the first of equals. Default: the last axis. */
export function argmin(x: TensorLike, axis = -1): Tensor {
  return argmax(negative(x), axis);
}
