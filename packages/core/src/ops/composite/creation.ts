import type { Dim } from "../../dimension.js";
import { convert, type DType, floatX } from "../../dtype.js";
import { parseShape, type ShapeLike } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { dimensionArgument } from "../arguments.js";
import { broadcastTo } from "../broadcastTo.js";
import { castTo } from "../elementwise.js";
import { equal } from "../equal.js";
import { fill } from "../fill.js";
import { iota } from "../iota.js";
import { type DTypeOption, dtypeOf } from "../options.js";
import { lowerTriangle } from "../triangle.js";
import { expandDims } from "./axes.js";

/** A tensor of `shape` with 0 everywhere; float32 unless `options` names another dtype. */
export function zeros(shape: ShapeLike | number, options?: DTypeOption): Tensor {
  return filled(shape, 0, options, "zeros");
}

/** A tensor of `shape` with 1 everywhere; float32 unless `options` names another dtype. */
export function ones(shape: ShapeLike | number, options?: DTypeOption): Tensor {
  return filled(shape, 1, options, "ones");
}

/** A tensor of `shape` whose values do not matter: zeros. */
export function empty(shape: ShapeLike | number, options?: DTypeOption): Tensor {
  return filled(shape, 0, options, "empty");
}

/**
 * A tensor of `shape` with `fillValue` everywhere (or repeated, by NumPy's rule); float32 unless
 * `options` names another dtype.
 */
export function full(
  shape: ShapeLike | number,
  fillValue: TensorLike,
  options?: DTypeOption,
): Tensor {
  return filled(shape, fillValue, options, "full");
}

function filled(
  shape: ShapeLike | number,
  value: TensorLike,
  options: DTypeOption,
  where: string,
): Tensor {
  const dtype = dtypeOf(options, floatX, where);
  const dims = parseShape(typeof shape === "number" ? [shape] : shape, where);
  if (typeof value === "number" || typeof value === "boolean") {
    return fill(dims, convert([Number(value)], dtype)[0] as number, dtype);
  }
  return broadcastTo(castTo(tensor(value), dtype), dims);
}

/** Zeros in the shape and, unless `options` names another, the dtype of `x`. */
export function zerosLike(x: TensorLike, options?: DTypeOption): Tensor {
  return fullLike(x, 0, options);
}

/** Ones in the shape and, unless `options` names another, the dtype of `x`. */
export function onesLike(x: TensorLike, options?: DTypeOption): Tensor {
  return fullLike(x, 1, options);
}

/** A tensor in the shape and dtype of `x` whose values do not matter: zeros. */
export function emptyLike(x: TensorLike, options?: DTypeOption): Tensor {
  return fullLike(x, 0, options);
}

/** `fillValue` everywhere, in the shape and, unless `options` names another, the dtype of `x`. */
export function fullLike(x: TensorLike, fillValue: TensorLike, options?: DTypeOption): Tensor {
  const { shape, dtype } = tensor(x);
  return full(shape, fillValue, dtypeOf(options, dtype, "fullLike"));
}

/** Which matrix: its columns, the diagonal that counts, and the dtype (default float32). */
export interface MatrixOptions {
  /** Columns; default: as many as rows. */
  readonly M?: Dim | null | undefined;
  /** 0 is the main diagonal, positive ones lie above it. */
  readonly k?: number | undefined;
  readonly dtype?: DType | null | undefined;
}

/** A matrix [N, M] with ones on diagonal `k` and zeros elsewhere. */
export function eye(N: Dim, options: MatrixOptions = {}): Tensor {
  const { M, k = 0 } = options;
  const count = dimensionArgument(N, "N", "eye");
  const rows = expandDims(add(iota(count), k), 1);
  const columns = iota(dimensionArgument(M ?? N, "M", "eye"));
  return castTo(equal(rows, columns), dtypeOf(options, floatX, "eye"));
}

/** The identity matrix [n, n]. */
export function identity(n: Dim, options?: DTypeOption): Tensor {
  return eye(n, { dtype: dtypeOf(options, floatX, "identity") });
}

/** A matrix [N, M] with ones on and below diagonal `k` and zeros above it. */
export function tri(N: Dim, options: MatrixOptions = {}): Tensor {
  const [rows, columns] = [N, options.M ?? N].map((size) => dimensionArgument(size, "N", "tri"));
  const mask = lowerTriangle(rows ?? 0, columns ?? 0, options.k ?? 0);
  return castTo(mask, dtypeOf(options, floatX, "tri"));
}
