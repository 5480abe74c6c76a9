import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { divide } from "../divide.js";
import { composed } from "../elementwise.js";
import { equal } from "../equal.js";
import { fill } from "../fill.js";
import { isnan } from "../isnan.js";
import { less } from "../less.js";
import { multiply } from "../multiply.js";
import { sin } from "../sin.js";
import { where } from "../where.js";

/** Degrees as radians, element-wise. */
export function deg2rad(x: TensorLike): Tensor {
  return composed("deg2rad", "widestFloat", [x], (a) => multiply(a, Math.PI / 180));
}

/** Radians as degrees, element-wise. */
export function rad2deg(x: TensorLike): Tensor {
  return composed("rad2deg", "widestFloat", [x], (a) => multiply(a, 180 / Math.PI));
}

/** sin(πx) / πx, element-wise; 1 at 0. */
export function sinc(x: TensorLike): Tensor {
  return composed("sinc", "float", [x], (a) => {
    const isZero = equal(a, 0);
    const turns = multiply(where(isZero, 1, a), Math.PI);
    return where(isZero, 1, divide(sin(turns), turns));
  });
}

/** The angle of x as a complex number, in radians: 0, or π where x is negative. */
export function angle(x: TensorLike): Tensor {
  return composed("angle", "float", [x], (a) => where(less(a, 0), Math.PI, where(isnan(a), a, 0)));
}

/** The real part: a real `x` itself. */
export function real(x: TensorLike): Tensor {
  return tensor(x);
}

/** The imaginary part: zeros in the shape and dtype of a real `x`. */
export function imag(x: TensorLike): Tensor {
  const { shape, dtype } = tensor(x);
  return fill(shape, 0, dtype);
}

export { conjugate as conj };

/** The complex conjugate: a real `x` itself. */
export function conjugate(x: TensorLike): Tensor {
  return tensor(x);
}

/** Whether the imaginary part is 0, as bool: true everywhere. */
export function isreal(x: TensorLike): Tensor {
  return fill(tensor(x).shape, 1, "bool");
}
