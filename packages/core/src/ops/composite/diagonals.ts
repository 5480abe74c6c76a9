import { addDims } from "../../dimension.js";
import { bytesOf, isFloat } from "../../dtype.js";
import { ShapeError } from "../../errors.js";
import { formatShape, normalizeAxis, sizeOf } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { castTo } from "../elementwise.js";
import { fill } from "../fill.js";
import { lastDiagonal, matrixAxes } from "../lastDiagonal.js";
import { pad } from "../pad.js";
import { sum } from "../sum.js";
import { lowerTriangle } from "../triangle.js";
import { where } from "../where.js";
import { expandDims, moveaxis, ravel } from "./axes.js";
import { eye } from "./creation.js";

/** Which diagonal of the last two axes: 0 is the main one, positive ones lie above it. */
export interface DiagonalNumber {
  readonly k?: number | undefined;
}

/**
 * The lower triangle of each matrix in `x` [..., rows, columns]: zeros above diagonal `k` (default 0).
 * @throws ShapeError if `x` has fewer than two axes
 */
export function tril(x: TensorLike, options: DiagonalNumber = {}): Tensor {
  const input = tensor(x);
  const [rows, columns] = matrixAxes(input, "tril");
  return where(lowerTriangle(rows, columns, options.k ?? 0), input, fill([], 0, input.dtype));
}

/**
 * The upper triangle of each matrix in `x` [..., rows, columns]: zeros below diagonal `k` (default 0).
 * @throws ShapeError if `x` has fewer than two axes
 */
export function triu(x: TensorLike, options: DiagonalNumber = {}): Tensor {
  const input = tensor(x);
  const [rows, columns] = matrixAxes(input, "triu");
  return where(lowerTriangle(rows, columns, (options.k ?? 0) - 1), fill([], 0, input.dtype), input);
}

/**
 * A vector on diagonal `k` (default 0) of a square matrix; of a matrix, its diagonal `k`.
 * @throws ShapeError if `x` is neither
 */
export function diag(x: TensorLike, options: DiagonalNumber = {}): Tensor {
  const input = tensor(x);
  const { k = 0 } = options;
  if (input.rank === 2) return diagonal(input, { offset: k });
  if (input.rank === 1) return diagflat(input, options);
  throw new ShapeError(
    `diag: expected a vector or a matrix, received ${formatShape(input.shape)}. See also diagonal.`,
  );
}

/** The elements of `x`, flattened, on diagonal `k` (default 0) of a square matrix of zeros. */
export function diagflat(x: TensorLike, options: DiagonalNumber = {}): Tensor {
  const input = ravel(x);
  const { k = 0 } = options;
  const size = addDims(sizeOf(input.shape), Math.abs(k));
  const padded = pad(input, [[0, Math.abs(k)]]);
  // Element i stands in row i, or below the main diagonal in column i.
  const spread = expandDims(padded, k >= 0 ? 1 : 0);
  return where(eye(size, { k, dtype: "bool" }), spread, fill([], 0, input.dtype));
}

/** Which diagonal, and of which two axes (default 0 and 1). */
export interface DiagonalOptions {
  readonly offset?: number | undefined;
  readonly axis1?: number | undefined;
  readonly axis2?: number | undefined;
}

/**
 * A diagonal of each matrix that lies in `axis1` and `axis2`; it becomes the last axis.
 * @throws ShapeError if there are no two such axes, or the length of the diagonal is not known
 */
export function diagonal(x: TensorLike, options: DiagonalOptions = {}): Tensor {
  const input = tensor(x);
  const { offset = 0 } = options;
  return lastDiagonal(toMatrices(input, options, "diagonal"), offset);
}

/**
 * The sum of a diagonal of each matrix that lies in `axis1` and `axis2`; small integers and bool give int32.
 * @throws ShapeError if there are no two such axes
 */
export function trace(x: TensorLike, options: DiagonalOptions = {}): Tensor {
  const elements = diagonal(x, options);
  const small = !isFloat(elements.dtype) && bytesOf(elements.dtype) < 4;
  return sum(small ? castTo(elements, "int32") : elements, -1);
}

/** `x` with `axis1` and `axis2` last. */
function toMatrices(x: Tensor, { axis1 = 0, axis2 = 1 }: DiagonalOptions, where: string): Tensor {
  matrixAxes(x, where);
  const axes = [axis1, axis2].map((axis) => normalizeAxis(axis, x.rank, where));
  if (axes[0] === axes[1]) {
    throw new ShapeError(`${where}: expected two different axes, received ${axis1} and ${axis2}.`);
  }
  return moveaxis(x, axes, [x.rank - 2, x.rank - 1]);
}
