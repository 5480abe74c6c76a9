import { isFloat, promote } from "../../dtype.js";
import { ArgumentError, DTypeError, ShapeError } from "../../errors.js";
import { equalShapes, formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { concatenate } from "../concatenate.js";
import { castTo } from "../elementwise.js";
import { reshape } from "../reshape.js";
import { stridedSlice } from "../stridedSlice.js";

/** Complex numbers: their real and imaginary parts, two float tensors of one shape. */
export type Complex = readonly [real: Tensor, imaginary: Tensor];

/** What a function of complex numbers takes. */
export type ComplexLike = readonly [real: TensorLike, imaginary: TensorLike];

/** The two parts as tensors of one shape and float dtype. */
export function complexParts(x: ComplexLike, where: string): Complex {
  if (!Array.isArray(x) || x.length !== 2) {
    throw new ArgumentError(
      `${where}: expected complex numbers as a pair [real, imaginary] of tensors, received ${Array.isArray(x) ? `a list of ${x.length}` : String(x)}.`,
    );
  }
  const [real, imaginary] = x.map((part) => tensor(part)) as [Tensor, Tensor];
  if (!equalShapes(real.shape, imaginary.shape)) {
    throw new ShapeError(
      `${where}: real and imaginary part must have one shape, received ${formatShape(real.shape)} and ${formatShape(imaginary.shape)}.`,
    );
  }
  const dtype = promote(real.dtype, imaginary.dtype);
  if (!isFloat(real.dtype) || !isFloat(imaginary.dtype)) {
    throw new DTypeError(
      `${where}: real and imaginary part must be floats, received ${real.dtype} and ${imaginary.dtype}. Cast them.`,
    );
  }
  return [castTo(real, dtype), castTo(imaginary, dtype)];
}

/** The pairs along the last axis of x [..., 2] as complex numbers [...]. */
export function viewAsComplex(x: TensorLike): Complex {
  const input = tensor(x);
  const last = input.rank - 1;
  if (input.shape[last] !== 2) {
    throw new ShapeError(
      `viewAsComplex: the last axis must hold real and imaginary part, size 2, received shape ${formatShape(input.shape)}.`,
    );
  }
  const part = (i: number): Tensor =>
    reshape(
      stridedSlice(
        input,
        input.shape.map((_, axis) => (axis === last ? i : 0)),
        [...input.shape.slice(0, -1), i + 1],
      ),
      input.shape.slice(0, -1),
    );
  return complexParts([part(0), part(1)], "viewAsComplex");
}

/** Complex numbers [...] as pairs along a last axis [..., 2]. */
export function viewAsReal(x: ComplexLike): Tensor {
  const parts = complexParts(x, "viewAsReal");
  return concatenate(
    parts.map((part) => reshape(part, [...part.shape, 1])),
    -1,
  );
}
