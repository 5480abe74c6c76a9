import { isFloat } from "../../dtype.js";
import { DTypeError } from "../../errors.js";
import type { TensorLike } from "../../tensor/convert.js";
import { tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { abs } from "../abs.js";
import { add } from "../add.js";
import { divide } from "../divide.js";
import { castTo, composed } from "../elementwise.js";
import { equal } from "../equal.js";
import { exp } from "../exp.js";
import { floor } from "../floor.js";
import { log } from "../log.js";
import { log1p } from "../log1p.js";
import { logicalOr } from "../logicalOr.js";
import { maximum } from "../maximum.js";
import { minimum } from "../minimum.js";
import { multiply } from "../multiply.js";
import { negative } from "../negative.js";
import { power } from "../power.js";
import { sign } from "../sign.js";
import { sqrt } from "../sqrt.js";
import { subtract } from "../subtract.js";
import { where } from "../where.js";

const infinity = Number.POSITIVE_INFINITY;

/** 2ˣ, element-wise. */
export function exp2(x: TensorLike): Tensor {
  return composed("exp2", "wideFloat", [x], (a) => power(2, a));
}

/** Logarithm to base 2, element-wise. */
export function log2(x: TensorLike): Tensor {
  return composed("log2", "float", [x], (a) => divide(log(a), Math.LN2));
}

/** Logarithm to base 10, element-wise. */
export function log10(x: TensorLike): Tensor {
  return composed("log10", "float", [x], (a) => divide(log(a), Math.LN10));
}

/** Cube root, element-wise, negative for negative x. */
export function cbrt(x: TensorLike): Tensor {
  return composed("cbrt", "widestFloat", [x], (a) => multiply(sign(a), power(abs(a), 1 / 3)));
}

/** log(e^x1 + e^x2), element-wise with broadcasting, without overflow. */
export function logaddexp(x1: TensorLike, x2: TensorLike): Tensor {
  return composed("logaddexp", "float", [x1, x2], (a, b) => {
    const spread = distance(a, b);
    return add(maximum(a, b), log1p(exp(negative(spread))));
  });
}

/** log₂(2^x1 + 2^x2), element-wise with broadcasting, without overflow. */
export function logaddexp2(x1: TensorLike, x2: TensorLike): Tensor {
  return composed("logaddexp2", "float", [x1, x2], (a, b) => {
    const spread = multiply(distance(a, b), Math.LN2);
    return add(maximum(a, b), divide(log1p(exp(negative(spread))), Math.LN2));
  });
}

/** √(x1² + x2²), element-wise with broadcasting, without overflow; infinite beside an infinity. */
export function hypot(x1: TensorLike, x2: TensorLike): Tensor {
  return composed("hypot", "float", [x1, x2], (a, b) => {
    const [y, x] = [abs(a), abs(b)];
    const [large, small] = [maximum(y, x), minimum(y, x)];
    const isZero = equal(large, 0);
    const ratio = divide(small, where(isZero, 1, large));
    const length = multiply(large, sqrt(add(1, multiply(ratio, ratio))));
    const isInfinite = logicalOr(equal(y, infinity), equal(x, infinity));
    return where(isInfinite, infinity, length);
  });
}

/**
 * x1 · 2^x2, element-wise with broadcasting; x2 holds integers.
 * @throws DTypeError if x2 does not
 */
export function ldexp(x1: TensorLike, x2: TensorLike): Tensor {
  const exponent =
    typeof x2 === "number" && Number.isInteger(x2) ? castTo(tensor(x2), "int32") : tensor(x2);
  if (isFloat(exponent.dtype)) {
    throw new DTypeError(
      `ldexp: expected integers as exponents, received ${exponent.dtype}. Cast to "int32" first.`,
    );
  }
  return composed("ldexp", "float", [x1, exponent], (a, b) => {
    // In two steps, so that the power alone does not overflow.
    const half = floor(divide(b, 2));
    return multiply(multiply(a, power(2, half)), power(2, subtract(b, half)));
  });
}

/** |a − b|, and 0 for equal infinities. */
function distance(a: Tensor, b: Tensor): Tensor {
  return abs(where(equal(a, b), 0, subtract(a, b)));
}
