import { subtractDims } from "../../dimension.js";
import { floatX, isFloat, promote } from "../../dtype.js";
import { ArgumentError } from "../../errors.js";
import { normalizeAxis } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { between } from "../between.js";
import { castTo } from "../elementwise.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { subtract } from "../subtract.js";
import { sum } from "../sum.js";
import { notEqual } from "./comparison.js";

/**
 * Differences between neighbours along `axis` (default: the last), taken `n` times (default once); of bool,
 * whether they differ.
 * @throws ArgumentError if `n` is no natural number
 */
export function diff(
  a: TensorLike,
  axis = -1,
  options: { readonly n?: number | undefined } = {},
): Tensor {
  const { n = 1 } = options;
  const input = tensor(a);
  const at = normalizeAxis(axis, input.rank, "diff");
  if (!Number.isInteger(n) || n < 0) {
    throw new ArgumentError(`diff: expected a natural number n, received ${n}.`);
  }
  let result = input;
  for (let i = 0; i < n; i++) {
    const [before, after] = neighbours(result, at);
    result = input.dtype === "bool" ? notEqual(after, before) : subtract(after, before);
  }
  return result;
}

/** Where the points lie. */
export interface TrapezoidOptions {
  /** Their places: a vector, or one for each element. */
  readonly x?: TensorLike | null | undefined;
  /** Their distance, if there are no places; default 1. */
  readonly dx?: TensorLike | undefined;
}

/** The integral of `y` along `axis` (default: the last) by the trapezoidal rule. */
export function trapezoid(y: TensorLike, axis = -1, options: TrapezoidOptions = {}): Tensor {
  const given = tensor(y);
  const places = options.x === null || options.x === undefined ? undefined : tensor(options.x);
  const common = promote(given.dtype, places?.dtype ?? given.dtype);
  const dtype = isFloat(common) ? common : floatX;
  const values = castTo(given, dtype);
  const at = normalizeAxis(axis, values.rank, "trapezoid");
  const [before, after] = neighbours(values, at);
  const widths =
    places === undefined
      ? (options.dx ?? 1)
      : places.rank === 1
        ? along(diff(castTo(places, dtype)), at, values.rank)
        : diff(castTo(places, dtype), axis);
  return multiply(sum(multiply(widths, add(before, after)), at), 0.5);
}

/** All elements along an axis but the last, and all but the first. */
function neighbours(x: Tensor, axis: number): [before: Tensor, after: Tensor] {
  const size = x.shape[axis] ?? 1;
  if (size === 0) return [x, x];
  return [between(x, axis, 0, subtractDims(size, 1)), between(x, axis, 1, size)];
}

/** A vector along one axis of a tensor of `rank`. */
function along(vector: Tensor, axis: number, rank: number): Tensor {
  const [size = 1] = vector.shape;
  return reshape(
    vector,
    Array.from({ length: rank }, (_, i) => (i === axis ? size : 1)),
  );
}
