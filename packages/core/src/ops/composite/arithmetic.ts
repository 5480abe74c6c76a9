import { floatX, isFloat } from "../../dtype.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { abs } from "../abs.js";
import { divide } from "../divide.js";
import { castTo, composed } from "../elementwise.js";
import { equal } from "../equal.js";
import { floorDivide } from "../floorDivide.js";
import { gcd } from "../gcd.js";
import { less } from "../less.js";
import { logicalAnd } from "../logicalAnd.js";
import { maximum } from "../maximum.js";
import { mod } from "../mod.js";
import { multiply } from "../multiply.js";
import { negative } from "../negative.js";
import { sqrt } from "../sqrt.js";
import { subtract } from "../subtract.js";
import { where } from "../where.js";

/** x², element-wise; bool gives int32. */
export function square(x: TensorLike): Tensor {
  return composed("square", "number", [x], (a) => multiply(a, a));
}

/** 1 / x, element-wise, in the default float dtype. */
export function reciprocal(x: TensorLike): Tensor {
  return divide(1, castTo(tensor(x), floatX));
}

/** 1 / √x, element-wise; integers give floats. */
export function rsqrt(x: TensorLike): Tensor {
  return composed("rsqrt", "wideFloat", [x], (a) => divide(1, sqrt(a)));
}

/** |x|, element-wise, as a float. */
export function fabs(x: TensorLike): Tensor {
  return composed("fabs", "wideFloat", [x], (a) => abs(a));
}

/** x1 / x2, element-wise with broadcasting, but 0 where x2 is 0; integers give floats. */
export function divideNoNan(x1: TensorLike, x2: TensorLike): Tensor {
  return composed("divideNoNan", "float", [x1, x2], (a, b) => {
    const isZero = equal(b, 0);
    return where(isZero, 0, divide(a, where(isZero, 1, b)));
  });
}

/** Remainder of x1 / x2 with the sign of x1, as in C, element-wise with broadcasting. */
export function fmod(x1: TensorLike, x2: TensorLike): Tensor {
  return composed("fmod", "number", [x1, x2], (a, b) => {
    const size = abs(b);
    if (isFloat(a.dtype)) {
      return where(less(a, 0), negative(mod(negative(a), size)), mod(a, size));
    }
    // The opposite of the smallest integer does not exist.
    const rest = mod(a, size);
    return where(logicalAnd(less(a, 0), less(0, rest)), subtract(rest, size), rest);
  });
}

/**
 * Least common multiple, never negative, element-wise with broadcasting; 0 beside 0.
 * @throws DTypeError for floats
 */
export function lcm(x1: TensorLike, x2: TensorLike): Tensor {
  return composed("lcm", "integer", [x1, x2], (a, b) =>
    multiply(floorDivide(abs(a), maximum(gcd(a, b), 1)), abs(b)),
  );
}
