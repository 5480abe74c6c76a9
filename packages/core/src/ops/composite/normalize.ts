import { ArgumentError } from "../../errors.js";
import { normalizeAxes } from "../../shape.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { abs } from "../abs.js";
import { divide } from "../divide.js";
import { epsilon as defaultEpsilon } from "../epsilon.js";
import { max } from "../max.js";
import { maximum } from "../maximum.js";
import { multiply } from "../multiply.js";
import { power } from "../power.js";
import { reshape } from "../reshape.js";
import { sum } from "../sum.js";
import { rsqrt } from "./arithmetic.js";
import { floating } from "./operand.js";

/** Options of {@link normalize}, with Keras's defaults. */
export interface NormalizeOptions {
  /** Which norm: an integer, 1 or more. Default 2, the Euclidean one. */
  readonly order?: number | undefined;
  /** The smallest norm to divide by. Default 1e-7. */
  readonly epsilon?: number | null | undefined;
}

/**
 * x over its norm along `axis` (default: the last; several, or `null` for all). Any shape, kept; a
 * scalar becomes [1]. Order 1 over two axes is the norm of matrices, as in Keras.
 * @throws ArgumentError for an order that is no integer ≥ 1, or above 2 over several axes
 */
export function normalize(
  x: TensorLike,
  axis: number | readonly number[] | null = -1,
  options: NormalizeOptions = {},
): Tensor {
  const order = options.order ?? 2;
  const epsilon = options.epsilon ?? defaultEpsilon;
  if (!Number.isInteger(order) || order < 1) {
    throw new ArgumentError(
      `normalize: unknown order. Expected an integer ≥ 1, received ${order}.`,
    );
  }
  const given = floating(x);
  const input = given.rank === 0 ? reshape(given, [1]) : given;
  const axes = normalizeAxes(axis, input.rank, "normalize");
  if (order === 2) {
    const squares = sum(multiply(input, input), axes, { keepdims: true });
    // Held before the root, so that a vector of zeros has a gradient.
    return multiply(input, rsqrt(maximum(squares, epsilon * epsilon)));
  }
  return divide(input, maximum(norm(input, axes, order), epsilon));
}

function norm(x: Tensor, axes: readonly number[], order: number): Tensor {
  const sizes = abs(x);
  if (axes.length > 2 || (axes.length === 2 && order > 2)) {
    throw new ArgumentError(
      `normalize: there is no norm of order ${order} over ${axes.length} axes. Expected order 2, or one axis.`,
    );
  }
  if (order === 1) {
    const columns = sum(sizes, axes.slice(0, 1), { keepdims: true });
    return axes.length === 2 ? max(columns, axes.slice(1), { keepdims: true }) : columns;
  }
  const total = sum(power(sizes, order), axes, { keepdims: true });
  // The root's slope at 0 is infinite: zeros take the smallest positive number instead.
  return power(maximum(total, smallest), 1 / order);
}

/** The smallest normal float32. */
const smallest = 1.1754943508222875e-38;
