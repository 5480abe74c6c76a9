import { ArgumentError } from "../../errors.js";
import type { TensorLike } from "../../tensor/convert.js";
import { tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { cast } from "../cast.js";
import { equal } from "../equal.js";
import { logicalNot } from "../logicalNot.js";
import type { Axis } from "../reduction.js";
import { sum } from "../sum.js";
import { where } from "../where.js";
import { notEqual } from "./comparison.js";
import { type ClosenessOptions, isclose } from "./floats.js";

interface KeepDims {
  readonly keepdims?: boolean | undefined;
}

/** Whether one alone of x1 and x2 is true (non-zero), as bool, element-wise with broadcasting. */
export function logicalXor(x1: TensorLike, x2: TensorLike): Tensor {
  return notEqual(cast(x1, "bool"), cast(x2, "bool"));
}

/** Whether any element along `axis` is true (non-zero), as bool; false for none. */
export function any(x: TensorLike, axis?: Axis, { keepdims = false }: KeepDims = {}): Tensor {
  return notEqual(sum(cast(x, "bool"), axis, { keepdims }), 0);
}

/** Whether all elements along `axis` are true (non-zero), as bool; true for none. */
export function all(x: TensorLike, axis?: Axis, { keepdims = false }: KeepDims = {}): Tensor {
  return equal(sum(logicalNot(x), axis, { keepdims }), 0);
}

/** How many elements along `axis` are not 0, as int32. */
export function countNonzero(x: TensorLike, axis?: Axis): Tensor {
  return sum(cast(x, "bool"), axis);
}

/** Whether all elements of x1 and x2 are close, as one bool; see `isclose`. */
export function allclose(x1: TensorLike, x2: TensorLike, options: ClosenessOptions = {}): Tensor {
  return all(isclose(x1, x2, options));
}

/**
 * For each element, the choice that belongs to the first condition that is true, else `default`;
 * with broadcasting, in the dtype that all choices promote to.
 * @throws ArgumentError if there are not as many choices as conditions, or none
 */
export function select(
  condlist: readonly TensorLike[],
  choicelist: readonly TensorLike[],
  { default: otherwise = 0 }: { readonly default?: TensorLike | undefined } = {},
): Tensor {
  if (condlist.length !== choicelist.length || condlist.length === 0) {
    throw new ArgumentError(
      `select: expected as many choices as conditions, at least one, received ${condlist.length} conditions and ${choicelist.length} choices.`,
    );
  }
  return condlist
    .map((condition, i) => [tensor(condition), choicelist[i] as TensorLike] as const)
    .reduceRight<TensorLike>(
      (rest, [condition, choice]) => where(condition, choice, rest),
      otherwise,
    ) as Tensor;
}
