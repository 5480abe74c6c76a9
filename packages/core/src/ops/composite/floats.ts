import { isFloat } from "../../dtype.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { abs } from "../abs.js";
import { add } from "../add.js";
import { ceil } from "../ceil.js";
import { divide } from "../divide.js";
import { castTo, composed } from "../elementwise.js";
import { equal } from "../equal.js";
import { floor } from "../floor.js";
import { isnan } from "../isnan.js";
import { less } from "../less.js";
import { lessEqual } from "../lessEqual.js";
import { logicalAnd } from "../logicalAnd.js";
import { logicalOr } from "../logicalOr.js";
import { multiply } from "../multiply.js";
import { sign } from "../sign.js";
import { subtract } from "../subtract.js";
import { where } from "../where.js";
import { inWidth, largest } from "./width.js";

const infinity = Number.POSITIVE_INFINITY;

/** Whether each element is neither infinite nor NaN, as bool. */
export function isfinite(x: TensorLike): Tensor {
  return composed("isfinite", "wideFloat", [x], (a) => less(abs(a), infinity));
}

/** Whether each element is infinite, as bool. */
export function isinf(x: TensorLike): Tensor {
  return composed("isinf", "wideFloat", [x], (a) => equal(abs(a), infinity));
}

/** Whether each element is +∞, as bool. */
export function isposinf(x: TensorLike): Tensor {
  return composed("isposinf", "wideFloat", [x], (a) => equal(a, infinity));
}

/** Whether each element is −∞, as bool. */
export function isneginf(x: TensorLike): Tensor {
  return composed("isneginf", "wideFloat", [x], (a) => equal(a, -infinity));
}

/** Whether the sign of each element is minus, that of −0 included, as bool. */
export function signbit(x: TensorLike): Tensor {
  const input = tensor(x);
  if (!isFloat(input.dtype)) return less(input, 0);
  return composed("signbit", "wideFloat", [input], (a) =>
    less(where(equal(a, 0), divide(1, a), a), 0),
  );
}

/** What replaces NaN and the infinities. */
export interface NanToNumOptions {
  /** Default 0. */
  readonly nan?: number | undefined;
  /** Default: the largest number of the dtype. */
  readonly posinf?: number | null | undefined;
  /** Default: the smallest number of the dtype. */
  readonly neginf?: number | null | undefined;
}

/** `x` with numbers in place of NaN and the infinities, element-wise. */
export function nanToNum(x: TensorLike, { nan = 0, posinf, neginf }: NanToNumOptions = {}): Tensor {
  const input = tensor(x);
  if (!isFloat(input.dtype)) return input;
  const limit = largest(input.dtype);
  return inWidth(input, () => {
    const above = where(equal(input, infinity), posinf ?? limit, input);
    const finite = where(equal(input, -infinity), neginf ?? -limit, above);
    return where(isnan(input), nan, finite);
  });
}

/** Whole numbers towards 0, element-wise; integers stay as they are. No gradient. */
export function trunc(x: TensorLike): Tensor {
  const input = tensor(x);
  if (!isFloat(input.dtype)) return input;
  return inWidth(input, () =>
    castTo(where(less(input, 0), ceil(input), floor(input)), input.dtype),
  );
}

/** 0 where x1 is negative, x2 where it is 0, 1 where it is positive, with broadcasting. */
export function heaviside(x1: TensorLike, x2: TensorLike): Tensor {
  return composed("heaviside", "float", [x1, x2], (a, b) =>
    where(isnan(a), a, where(equal(a, 0), b, castTo(less(0, a), a.dtype))),
  );
}

/** Half the distance from 1 to the next number, and the smallest positive number. */
const resolutions = {
  float16: { unit: 2 ** -11, tiny: 2 ** -24 },
  bfloat16: { unit: 2 ** -8, tiny: 2 ** -133 },
  float32: { unit: 2 ** -24, tiny: 2 ** -149 },
  float64: { unit: 2 ** -53, tiny: 2 ** -1074 },
};

/**
 * The number of the dtype next to x1 on the way to x2, element-wise with broadcasting. No gradient.
 * Source: Rump, Zimmermann, Boldo, Melquiond, "Computing predecessor and successor in rounding to
 * nearest" (2009), algorithm 1.
 */
export function nextafter(x1: TensorLike, x2: TensorLike): Tensor {
  return composed("nextafter", "float", [x1, x2], (a, b) => {
    const { unit, tiny } = resolutions[a.dtype as keyof typeof resolutions];
    const step = add(multiply(abs(a), unit * (1 + 2 * unit)), tiny);
    const next = where(less(a, b), add(a, step), subtract(a, step));
    const moved = where(isinf(a), multiply(sign(a), largest(a.dtype)), next);
    return where(logicalOr(equal(a, b), isnan(b)), b, moved);
  });
}

/** How near is near. */
export interface ClosenessOptions {
  /** Relative to |x2|; default 1e-5. */
  readonly rtol?: number | undefined;
  /** Absolute; default 1e-8. */
  readonly atol?: number | undefined;
  /** Whether NaN is close to NaN; default false. */
  readonly equalNan?: boolean | undefined;
}

/** Whether |x1 − x2| ≤ atol + rtol · |x2|, as bool, element-wise with broadcasting. */
export function isclose(
  x1: TensorLike,
  x2: TensorLike,
  { rtol = 1e-5, atol = 1e-8, equalNan = false }: ClosenessOptions = {},
): Tensor {
  return composed("isclose", "any", [x1, x2], (a, b) => {
    const same = equal(a, b);
    if (!isFloat(a.dtype)) return same;
    const limit = add(atol, multiply(rtol, abs(b)));
    // An infinite limit lets nothing in but the same infinity.
    const near = logicalAnd(less(limit, infinity), lessEqual(abs(subtract(a, b)), limit));
    const close = logicalOr(same, near);
    return equalNan ? logicalOr(close, logicalAnd(isnan(a), isnan(b))) : close;
  });
}
