import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import type { Builder } from "../definition.js";
import { where as choose } from "../where.js";
import { nonzero } from "./nonzero.js";

/** See {@link where}. */
export interface Where {
  (condition: TensorLike, x1: TensorLike, x2: TensorLike): Tensor;
  (condition: TensorLike, x1?: null, x2?: null): Tensor[];
}

const pick = (
  condition: TensorLike,
  x1?: TensorLike | null,
  x2?: TensorLike | null,
): Tensor | Tensor[] =>
  x1 === undefined || x1 === null || x2 === undefined || x2 === null
    ? nonzero(condition)
    : choose(condition, x1, x2);

/**
 * Elements of `x1` where `condition` is true, of `x2` elsewhere, with broadcasting. Without them, where the
 * condition is true: `nonzero(condition)`.
 */
export const where: Builder<typeof choose.definition, Where> = Object.assign(pick as Where, {
  definition: choose.definition,
});
