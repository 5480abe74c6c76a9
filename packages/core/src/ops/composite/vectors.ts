import { addDims } from "../../dimension.js";
import { floatX, isFloat, promote } from "../../dtype.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape, normalizeAxis } from "../../shape.js";
import { operands, type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { between } from "../between.js";
import { conv } from "../conv.js";
import { castTo } from "../elementwise.js";
import { multiply } from "../multiply.js";
import { pad } from "../pad.js";
import { reshape } from "../reshape.js";
import { subtract } from "../subtract.js";
import { moveaxis } from "./axes.js";
import { onesLike } from "./creation.js";
import { stack } from "./joining.js";
import { unstack } from "./splitting.js";

/** Which axes hold the vectors. */
export interface CrossOptions {
  readonly axisa?: number | undefined;
  readonly axisb?: number | undefined;
  /** Where the result's vectors go. */
  readonly axisc?: number | undefined;
}

/**
 * Cross products of vectors of 2 or 3 elements along `axis` (default: the last), or along an axis of each. Of
 * two vectors of 2 elements only the third component, without an axis.
 * @throws ShapeError if the vectors have other sizes
 */
export function cross(
  x1: TensorLike,
  x2: TensorLike,
  axis: number | null = null,
  options: CrossOptions = {},
): Tensor {
  const [a, b] = operands([x1, x2]) as [Tensor, Tensor];
  const { axisa = -1, axisb = -1, axisc = -1 } = options;
  const first = componentsOf(a, axis ?? axisa);
  const second = componentsOf(b, axis ?? axisb);
  const [a1, a2, a3] = first as [Tensor, Tensor, Tensor | undefined];
  const [b1, b2, b3] = second as [Tensor, Tensor, Tensor | undefined];
  const third = subtract(multiply(a1, b2), multiply(a2, b1));
  if (a3 === undefined && b3 === undefined) return third;
  // A missing third component is 0.
  const difference = (p: Tensor | undefined, q: Tensor, r: Tensor | undefined, s: Tensor) => {
    const [left, right] = [p && multiply(p, q), r && multiply(r, s)];
    if (left === undefined) return multiply(right as Tensor, -1);
    return right === undefined ? left : subtract(left, right);
  };
  const x = difference(b3, a2, a3, b2);
  const y = difference(a3, b1, b3, a1);
  return moveaxis(stack([x, y, third], -1), -1, axis ?? axisc);
}

function componentsOf(x: Tensor, axis: number): Tensor[] {
  const size = x.shape[normalizeAxis(axis, x.rank, "cross")];
  if (size === 2 || size === 3) return unstack(x, axis);
  throw new ShapeError(
    `cross: expected vectors of 2 or 3 elements along axis ${axis}, received shape ${formatShape(x.shape)}.`,
  );
}

/** How many powers, and in which order. */
export interface VanderOptions {
  /** Columns; default: as many as `x` has elements. */
  readonly N?: number | null | undefined;
  /** Whether the powers rise from left to right. */
  readonly increasing?: boolean | undefined;
}

/**
 * Vandermonde's matrix of a vector: in each row the powers of one element, the highest first.
 * @throws ShapeError if `x` is no vector, or has no known size and N is not given
 */
export function vander(x: TensorLike, options: VanderOptions = {}): Tensor {
  const input = tensor(x);
  const { N = null, increasing = false } = options;
  const count = N ?? input.shape[0];
  if (input.rank !== 1 || typeof count !== "number" || count < 0) {
    throw new ShapeError(
      `vander: expected a vector of known size, or N, received shape ${formatShape(input.shape)} and N ${N}.`,
    );
  }
  const base = input.dtype === "bool" ? castTo(input, "int32") : input;
  const powers = [onesLike(base)];
  while (powers.length < count) powers.push(multiply(powers.at(-1) as Tensor, base));
  const columns = powers.slice(0, count);
  if (columns.length === 0) return reshape(between(base, 0, 0, 0), [input.shape[0] ?? 0, 0]);
  return castTo(stack(increasing ? columns : columns.reverse(), 1), input.dtype);
}

/**
 * Sliding sums of products of two vectors: Σₙ x1[n + k] · x2[n] for every shift k where they overlap in full
 * (`mode` `"valid"`, the default), for as many shifts as the longer one has elements (`"same"`), or for all (`"full"`).
 * @throws ShapeError if one is no vector
 */
export function correlate(
  x1: TensorLike,
  x2: TensorLike,
  options: { readonly mode?: "valid" | "same" | "full" | undefined } = {},
): Tensor {
  const { mode = "valid" } = options;
  const [first, second] = operands([x1, x2]) as [Tensor, Tensor];
  const common = promote(first.dtype, second.dtype);
  const [a, b] = [first, second].map((x) => castTo(x, isFloat(common) ? common : floatX)) as [
    Tensor,
    Tensor,
  ];
  const [n, m] = [a.shape[0], b.shape[0]];
  if (a.rank !== 1 || b.rank !== 1 || n === undefined || typeof m !== "number" || m === 0) {
    throw new ShapeError(
      `correlate: expected two vectors, the second of known size, received ${formatShape(a.shape)} and ${formatShape(b.shape)}.`,
    );
  }
  if (mode !== "valid" && mode !== "same" && mode !== "full") {
    throw new ArgumentError(
      `correlate: expected mode "valid", "same" or "full", received "${mode}".`,
    );
  }
  const padded = pad(a, m - 1);
  const full = addDims(n, m - 1);
  const all = reshape(conv(reshape(padded, [1, addDims(full, m - 1), 1]), reshape(b, [m, 1, 1])), [
    full,
  ]);
  if (mode === "full") return all;
  const longer = typeof n === "number" ? Math.max(n, m) : n;
  const shorter = typeof n === "number" ? Math.min(n, m) : m;
  if (mode === "valid") return between(all, 0, shorter - 1, longer);
  const start = n === longer ? Math.floor((shorter - 1) / 2) : Math.ceil((shorter - 1) / 2);
  return between(all, 0, start, addDims(longer, start));
}
