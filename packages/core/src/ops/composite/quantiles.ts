import { ArgumentError, suggestion } from "../../errors.js";
import { normalizeAxes, type Shape, sizeOf } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { broadcastTo } from "../broadcastTo.js";
import { ceil } from "../ceil.js";
import { dimension } from "../dimension.js";
import { divide } from "../divide.js";
import { castTo } from "../elementwise.js";
import { fill } from "../fill.js";
import { floor } from "../floor.js";
import { isnan } from "../isnan.js";
import { logicalNot } from "../logicalNot.js";
import { maximum } from "../maximum.js";
import { minimum } from "../minimum.js";
import { multiply } from "../multiply.js";
import type { Axis } from "../reduction.js";
import { reshape } from "../reshape.js";
import { round } from "../round.js";
import { subtract } from "../subtract.js";
import { sum } from "../sum.js";
import { transpose } from "../transpose.js";
import { where } from "../where.js";
import { any } from "./logic.js";
import { sort, taken } from "./sorting.js";
import { asFloat, asWideFloat, inWidth, throughFloat32 } from "./width.js";

const methods = ["linear", "lower", "higher", "midpoint", "nearest"] as const;

/** What stands between two elements: a mixture, one of them, their mean, or the nearer one. */
export type InterpolationMethod = (typeof methods)[number];

/** How a quantile is read. */
export interface QuantileOptions {
  /** Default `"linear"`. */
  readonly method?: InterpolationMethod | undefined;
  readonly keepdims?: boolean | undefined;
}

/**
 * What `q` (0 to 1) of the elements along `axis` do not exceed; NaN if one of them is NaN. Several
 * `q` (a list or a vector) come first in the result's shape. Integers give floats.
 * @throws ArgumentError for an unknown method; ShapeError if an axis does not exist
 */
export function quantile(
  x: TensorLike,
  q: TensorLike,
  axis?: Axis,
  options: QuantileOptions = {},
): Tensor {
  return read("quantile", asFloat(tensor(x)), tensor(q), axis, options, false);
}

/** As `quantile`, of the elements that are not NaN; NaN for none. */
export function nanquantile(
  x: TensorLike,
  q: TensorLike,
  axis?: Axis,
  options: QuantileOptions = {},
): Tensor {
  return read("nanquantile", asFloat(tensor(x)), tensor(q), axis, options, true);
}

/** As `quantile`, with `q` from 0 to 100; float64 stays float64. */
export function percentile(
  x: TensorLike,
  q: TensorLike,
  axis?: Axis,
  options: QuantileOptions = {},
): Tensor {
  return read("percentile", asWideFloat(tensor(x)), divide(tensor(q), 100), axis, options, false);
}

/** As `nanquantile`, with `q` from 0 to 100; float64 stays float64. */
export function nanpercentile(
  x: TensorLike,
  q: TensorLike,
  axis?: Axis,
  options: QuantileOptions = {},
): Tensor {
  return read("nanpercentile", asWideFloat(tensor(x)), divide(tensor(q), 100), axis, options, true);
}

/** The middle element along `axis`, or the mean of the two; NaN if one is NaN. */
export function median(
  x: TensorLike,
  axis?: Axis,
  { keepdims }: { readonly keepdims?: boolean | undefined } = {},
): Tensor {
  return read("median", asFloat(tensor(x)), tensor(0.5), axis, { keepdims }, false);
}

/** The middle one of the elements along `axis` that are not NaN, or the mean of the two. */
export function nanmedian(
  x: TensorLike,
  axis?: Axis,
  { keepdims }: { readonly keepdims?: boolean | undefined } = {},
): Tensor {
  return read("nanmedian", asFloat(tensor(x)), tensor(0.5), axis, { keepdims }, true);
}

function read(
  name: string,
  input: Tensor,
  q: Tensor,
  axis: Axis,
  { method = "linear", keepdims = false }: QuantileOptions,
  skipsNan: boolean,
): Tensor {
  if (!methods.includes(method)) {
    throw new ArgumentError(
      `${name}: unknown method "${method}". Expected one of ${methods.join(", ")}.${suggestion(method, methods)}`,
    );
  }
  if (q.rank > 1) {
    throw new ArgumentError(
      `${name}: expected q as a number or a vector, received rank ${q.rank}.`,
    );
  }
  const axes = normalizeAxes(axis, input.rank, name);
  return throughFloat32(input, (a) =>
    inWidth(a, () => {
      const [rows, kept] = toRows(a, axes);
      const fractions = castTo(reshape(q, [-1]), a.dtype);
      const values = interpolate(sort(rows), fractions, method, skipsNan);
      return shapeResult(values, q, a.shape, kept, keepdims);
    }),
  );
}

/** The reduced axes as one, at the end, and the others before it. */
function toRows(x: Tensor, axes: readonly number[]): [rows: Tensor, kept: number[]] {
  const kept = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  const dims = (list: readonly number[]): Shape => list.map((axis) => x.shape[axis] ?? 1);
  const moved = transpose(x, [...kept, ...axes]);
  return [reshape(moved, [...dims(kept), sizeOf(dims(axes))]), kept];
}

/** sorted [..., n], fractions [m] → [..., m] */
function interpolate(
  sorted: Tensor,
  fractions: Tensor,
  method: InterpolationMethod,
  skipsNan: boolean,
): Tensor {
  const target = [...sorted.shape.slice(0, -1), ...fractions.shape];
  if (sorted.shape.at(-1) === 0) return fill(target, Number.NaN, sorted.dtype);
  const holes = isnan(sorted);
  const count = skipsNan
    ? castTo(sum(logicalNot(holes), -1, { keepdims: true }), sorted.dtype)
    : dimension(sorted.shape.at(-1) ?? 1, sorted.dtype);
  const place = multiply(fractions, subtract(count, 1));
  const at = (position: Tensor): Tensor => {
    const last = subtract(count, 1);
    const inside = maximum(minimum(position, last), 0);
    return taken(sorted, castTo(broadcastTo(inside, target), "int32"), sorted.rank - 1);
  };
  const result = between(place, method, at);
  return skipsNan ? result : where(any(holes, -1, { keepdims: true }), Number.NaN, result);
}

function between(
  place: Tensor,
  method: InterpolationMethod,
  at: (position: Tensor) => Tensor,
): Tensor {
  if (method === "lower") return at(floor(place));
  if (method === "higher") return at(ceil(place));
  if (method === "nearest") return at(round(place));
  const [below, above] = [at(floor(place)), at(ceil(place))];
  const weight = method === "midpoint" ? 0.5 : subtract(place, floor(place));
  return add(below, multiply(weight, subtract(above, below)));
}

/** [...kept, m] → [m, ...] with the reduced axes left out, or of size 1; m only where q is a vector. */
function shapeResult(
  values: Tensor,
  q: Tensor,
  from: Shape,
  kept: readonly number[],
  keepdims: boolean,
): Tensor {
  const shape = from.flatMap((dim, axis) => (kept.includes(axis) ? [dim] : keepdims ? [1] : []));
  if (q.rank === 0) return reshape(values, shape);
  const last = values.rank - 1;
  const front = transpose(values, [last, ...kept.map((_, i) => i)]);
  return reshape(front, [...q.shape, ...shape]);
}
