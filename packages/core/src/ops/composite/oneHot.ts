import { type DType, floatX } from "../../dtype.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { cast } from "../cast.js";
import { equal } from "../equal.js";
import { iota } from "../iota.js";
import { expandDims } from "./axes.js";

/**
 * indices [...] → [..., numClasses]: 1 where the last axis counts the index, 0 elsewhere; all 0 for
 * an index outside.
 */
export function oneHot(indices: TensorLike, numClasses: number, dtype: DType = floatX): Tensor {
  const at = cast(indices, "int32");
  return cast(equal(expandDims(at, -1), iota(numClasses, "int32")), dtype);
}
