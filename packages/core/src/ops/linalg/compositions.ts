import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { broadcastTo } from "../broadcastTo.js";
import { expandDims, squeeze, swapaxes } from "../composite/axes.js";
import { eye } from "../composite/creation.js";
import { countNonzero } from "../composite/logic.js";
import { divide } from "../divide.js";
import { exp } from "../exp.js";
import { less } from "../less.js";
import { matmul } from "../matmul.js";
import { max } from "../max.js";
import { multiply } from "../multiply.js";
import { where } from "../where.js";
import { checkSquare, matrices } from "./matrices.js";
import { slogdet } from "./slogdet.js";
import { solve } from "./solve.js";
import { svd } from "./svd.js";

/** The inverses of matrices [..., n, n]. @throws BackendError when run if one is singular */
export function inv(x: TensorLike): Tensor {
  const input = matrices(x, "inv");
  checkSquare(input, "inv");
  return solve(input, identityLike(input));
}

/** The determinants [...] of matrices [..., n, n]. */
export function det(x: TensorLike): Tensor {
  const [sign, logarithm] = slogdet(x);
  return multiply(sign, exp(logarithm));
}

/** The logarithms of the absolute values of the determinants of matrices [..., n, n]. */
export function logdet(x: TensorLike): Tensor {
  return slogdet(x)[1];
}

/**
 * The inverses of symmetric positive definite matrices whose Cholesky factors are given: lower
 * triangular, or upper with the option.
 */
export function choleskyInverse(x: TensorLike, options: { readonly upper?: boolean } = {}): Tensor {
  const factor = matrices(x, "choleskyInverse");
  checkSquare(factor, "choleskyInverse");
  const other = swapaxes(factor, -1, -2);
  return inv(options.upper === true ? matmul(other, factor) : matmul(factor, other));
}

/**
 * The Moore-Penrose inverses [..., n, m] of matrices [..., m, n].
 * @param options - `rcond`: singular values up to this part of the largest count as 0; default:
 *   max(m, n) times the spacing of float32
 */
export function pinv(x: TensorLike, options: { readonly rcond?: number | null } = {}): Tensor {
  const input = matrices(x, "pinv");
  const [u, s, vt] = svd(input, { fullMatrices: false });
  const limit = multiply(max(s, -1, { keepdims: true }), options.rcond ?? spacing(input));
  const isSmall = less(s, limit);
  const inverse = where(isSmall, 0, divide(1, where(isSmall, 1, s)));
  const right = multiply(swapaxes(vt, -1, -2), expandDims(inverse, -2));
  return matmul(right, swapaxes(u, -1, -2));
}

/**
 * The x with the smallest ‖a · x − b‖, and of several the shortest, for a [..., m, n] and b
 * [..., m, k] or [..., m]. `rcond` as in `pinv`.
 */
export function lstsq(
  a: TensorLike,
  b: TensorLike,
  options: { readonly rcond?: number | null } = {},
): Tensor {
  const [left, right] = [matrices(a, "lstsq"), tensor(b)];
  const inverse = pinv(left, options);
  if (right.rank !== left.rank - 1) return matmul(inverse, right);
  return squeeze(matmul(inverse, expandDims(right, -1)), -1);
}

/**
 * How many singular values of matrices [..., m, n] are above `tol` (int32); default: the largest one
 * times max(m, n) times the spacing of float32.
 */
export function matrixRank(x: TensorLike, options: { readonly tol?: number | null } = {}): Tensor {
  const input = matrices(x, "matrixRank");
  const s = svd(input, { computeUv: false });
  const limit = options.tol ?? multiply(max(s, -1, { keepdims: true }), spacing(input));
  return countNonzero(less(limit, s), -1);
}

/** An identity for each matrix. */
function identityLike({ shape, dtype }: Tensor): Tensor {
  return broadcastTo(eye(shape.at(-1) ?? 1, { dtype }), shape);
}

/** What rounding makes of 0, as a part of the largest singular value. */
function spacing({ shape, dtype }: Tensor): number {
  const sizes = shape.slice(-2).map((dim) => (typeof dim === "number" ? dim : 1));
  return Math.max(...sizes) * (dtype === "float64" ? Number.EPSILON : 2 ** -23);
}
