import { checkDType, type DType } from "../dtype.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder } from "./definition.js";
import { castDefinition, castTo } from "./elementwise.js";

/**
 * The same values in another dtype. To an integer: towards zero; to bool: 0 is false, all else
 * true. Between float dtypes the gradient passes, elsewhere it ends.
 * @throws DTypeError if the dtype does not exist
 */
export const cast = builder(
  castDefinition,
  (x: TensorLike, dtype: DType): Tensor => castTo(tensor(x), checkDType(dtype, "cast")),
);
