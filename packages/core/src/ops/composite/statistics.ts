import { equalDims } from "../../dimension.js";
import { floatX, isFloat, promote } from "../../dtype.js";
import { ShapeError } from "../../errors.js";
import { equalShapes, formatShape, normalizeAxes } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { argmax } from "../argmax.js";
import { divide } from "../divide.js";
import { castTo } from "../elementwise.js";
import { exp } from "../exp.js";
import { log } from "../log.js";
import { max } from "../max.js";
import { mean } from "../mean.js";
import { min } from "../min.js";
import { multiply } from "../multiply.js";
import type { Axis } from "../reduction.js";
import { reshape } from "../reshape.js";
import { sqrt } from "../sqrt.js";
import { stopGradient } from "../stopGradient.js";
import { subtract } from "../subtract.js";
import { sum } from "../sum.js";
import { where } from "../where.js";
import { square } from "./arithmetic.js";
import { greater } from "./comparison.js";
import { isfinite } from "./floats.js";
import { asFloat, asWideFloat, inWidth, throughFloat32 } from "./width.js";

interface KeepDims {
  readonly keepdims?: boolean | undefined;
}

/** Mean squared distance from the mean along `axis` (population variance). */
export function variance(x: TensorLike, axis?: Axis, { keepdims = false }: KeepDims = {}): Tensor {
  const input = asFloat(tensor(x));
  return throughFloat32(input, (a) => meanSquare(a, axis, keepdims));
}

/** Square root of the variance along `axis` (population standard deviation). */
export function std(x: TensorLike, axis?: Axis, { keepdims = false }: KeepDims = {}): Tensor {
  const input = asWideFloat(tensor(x));
  return throughFloat32(input, (a) => rootOf(meanSquare(a, axis, keepdims)));
}

function meanSquare(x: Tensor, axis: Axis, keepdims: boolean): Tensor {
  return inWidth(x, () =>
    mean(square(subtract(x, mean(x, axis, { keepdims: true }))), axis, { keepdims }),
  );
}

/** √x with gradient 0 at 0, where all elements are equal. */
export function rootOf(x: Tensor): Tensor {
  return inWidth(x, () => {
    const isPositive = greater(x, 0);
    return where(isPositive, sqrt(where(isPositive, x, 1)), x);
  });
}

/** Largest less smallest element along `axis`. */
export function ptp(x: TensorLike, axis?: Axis, { keepdims = false }: KeepDims = {}): Tensor {
  const input = tensor(x);
  return inWidth(input, () =>
    subtract(max(input, axis, { keepdims }), min(input, axis, { keepdims })),
  );
}

/** log Σ eˣ along `axis`, without overflow. */
export function logsumexp(x: TensorLike, axis?: Axis, { keepdims = false }: KeepDims = {}): Tensor {
  const input = asFloat(tensor(x));
  return inWidth(input, () => {
    // Of no elements the sum is 0.
    const axes = normalizeAxes(axis, input.rank, "logsumexp");
    const initial = axes.some((at) => input.shape[at] === 0) ? 0 : null;
    const peak = stopGradient(max(input, axis, { keepdims: true, initial }));
    const shift = where(isfinite(peak), peak, 0);
    const total = log(sum(exp(subtract(input, shift)), axis, { keepdims }));
    return add(total, reshape(shift, total.shape));
  });
}

/**
 * Index (int32) of the smallest element along `axis`, the first of equals; NaN counts as smallest.
 * Without an axis: of `x` made flat. `keepdims` leaves size 1 in the place of what is reduced.
 * @throws ShapeError if the axis does not exist or has no elements
 */
export function argmin(x: TensorLike, axis: number | null = null, options: KeepDims = {}): Tensor {
  const input = tensor(x);
  const keepdims = options.keepdims ?? false;
  return argmax(
    inWidth(input, () => opposite(input)),
    axis,
    { keepdims },
  );
}

/** Elements in opposite order; −1 − x, unlike −x, is right for the smallest integer too. */
function opposite(x: Tensor): Tensor {
  if (isFloat(x.dtype)) return subtract(0, x);
  const unsigned = { uint8: 0xff, uint16: 0xffff, uint32: 0xffff_ffff } as const;
  const all = unsigned[x.dtype as keyof typeof unsigned] ?? -1;
  return subtract(all, x.dtype === "bool" ? castTo(x, "int32") : x);
}

/**
 * Mean along `axis`, each element counted by its weight. weights: the shape of `x`, or its size
 * along the one axis; default: all equal. Integers give floats.
 * @throws ShapeError if the weights fit neither
 */
export function average(
  x: TensorLike,
  axis?: Axis,
  { weights }: { readonly weights?: TensorLike | null | undefined } = {},
): Tensor {
  const input = tensor(x);
  if (weights === undefined || weights === null) return mean(asFloat(input), axis);
  const given = tensor(weights);
  const dtype = promote(
    input.dtype,
    given.dtype,
    ...(isFloat(input.dtype) || isFloat(given.dtype) ? [] : [floatX]),
  );
  const axes = normalizeAxes(axis, input.rank, "average");
  const [values, spread] = [castTo(input, dtype), castTo(weightsFor(input, given, axes), dtype)];
  return divide(sum(multiply(values, spread), axes), sum(spread, axes));
}

function weightsFor(x: Tensor, weights: Tensor, axes: readonly number[]): Tensor {
  if (equalShapes(x.shape, weights.shape)) return weights;
  const [axis] = axes as [number];
  const fits = axes.length === 1 && weights.rank === 1;
  if (!fits || !equalDims(weights.shape[0] ?? 1, x.shape[axis] ?? 1)) {
    throw new ShapeError(
      `average: weights of shape ${formatShape(weights.shape)} do not fit x of shape ${formatShape(x.shape)}. ` +
        "Expected the same shape, or one axis and a weight for each place along it.",
    );
  }
  return reshape(
    weights,
    x.shape.map((dim, i) => (i === axis ? dim : 1)),
  );
}
