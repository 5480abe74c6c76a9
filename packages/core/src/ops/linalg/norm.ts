import { floatX, isFloat, narrow } from "../../dtype.js";
import { ArgumentError } from "../../errors.js";
import { normalizeAxes } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { abs } from "../abs.js";
import { moveaxis } from "../composite/axes.js";
import { notEqual } from "../composite/comparison.js";
import { castTo } from "../elementwise.js";
import { equal } from "../equal.js";
import { max } from "../max.js";
import { min } from "../min.js";
import { multiply } from "../multiply.js";
import { power } from "../power.js";
import type { Axis } from "../reduction.js";
import { reshape } from "../reshape.js";
import { sqrt } from "../sqrt.js";
import { sum } from "../sum.js";
import { where } from "../where.js";
import { svd } from "./svd.js";

/** Which norm: a number, an infinity, `"fro"` or `"nuc"`. */
export type NormOrder = number | "fro" | "nuc" | null;

/** Options of {@link norm}. */
export interface NormOptions {
  /** Default: the square root of the sum of squares. */
  readonly ord?: NormOrder;
  /** One axis: of vectors; two: of matrices; default: all of x. */
  readonly axis?: Axis;
  readonly keepdims?: boolean;
}

/**
 * Norms of vectors (p-norms, the number of non-zeros for 0, extremes for infinities) or matrices
 * (`"fro"`, `"nuc"`, 1, 2, infinity and their negatives), as in NumPy.
 * @throws ArgumentError if the order does not exist for what the axes say
 */
export function norm(x: TensorLike, options: NormOptions = {}): Tensor {
  const { ord = null, axis = null, keepdims = false } = options;
  const given = tensor(x);
  const input = castTo(given, isFloat(given.dtype) ? narrow(given.dtype) : floatX);
  const axes = normalizeAxes(axis, input.rank, "norm");
  if (ord === null || (ord === 2 && axes.length === 1) || (ord === "fro" && axes.length === 2)) {
    return root(sum(multiply(input, input), axes, { keepdims }));
  }
  if (axes.length === 1 && typeof ord === "number") return ofVectors(input, ord, axes, keepdims);
  if (axes.length === 2) return ofMatrices(input, ord, axes, keepdims);
  throw new ArgumentError(
    `norm: order ${ord} does not exist for ${axes.length} axes. Expected one axis and a number, or two axes and "fro", "nuc", ±1, ±2 or an infinity.`,
  );
}

/** √x with gradient 0 at 0. */
function root(x: Tensor): Tensor {
  const isZero = equal(x, 0);
  return where(isZero, 0, sqrt(where(isZero, 1, x)));
}

function ofVectors(x: Tensor, ord: number, axes: readonly number[], keepdims: boolean): Tensor {
  const size = abs(x);
  if (ord === Number.POSITIVE_INFINITY) return max(size, axes, { keepdims });
  if (ord === Number.NEGATIVE_INFINITY) return min(size, axes, { keepdims });
  if (ord === 0) return sum(castTo(notEqual(x, 0), x.dtype), axes, { keepdims });
  if (ord === 1) return sum(size, axes, { keepdims });
  return power(sum(power(size, ord), axes, { keepdims }), 1 / ord);
}

function ofMatrices(
  x: Tensor,
  ord: Exclude<NormOrder, null>,
  axes: readonly number[],
  keepdims: boolean,
): Tensor {
  const last = moveaxis(x, axes, [-2, -1]);
  const result = ofLastAxes(last, ord);
  if (!keepdims) return result;
  return reshape(
    result,
    x.shape.map((dim, i) => (axes.includes(i) ? 1 : dim)),
  );
}

function ofLastAxes(x: Tensor, ord: Exclude<NormOrder, null>): Tensor {
  if (ord === "nuc") return sum(svd(x, { computeUv: false }), -1);
  if (ord === 2) return max(svd(x, { computeUv: false }), -1);
  if (ord === -2) return min(svd(x, { computeUv: false }), -1);
  if (ord === 1 || ord === -1) return extreme(sum(abs(x), -2), ord);
  if (ord === Number.POSITIVE_INFINITY || ord === Number.NEGATIVE_INFINITY)
    return extreme(sum(abs(x), -1), ord);
  throw new ArgumentError(
    `norm: order ${ord} does not exist for matrices. Expected "fro", "nuc", ±1, ±2 or an infinity.`,
  );
}

function extreme(sums: Tensor, ord: number): Tensor {
  return ord > 0 ? max(sums, -1) : min(sums, -1);
}
