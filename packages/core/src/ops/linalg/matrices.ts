import { equalDims } from "../../dimension.js";
import { floatX, isFloat, narrow } from "../../dtype.js";
import { ShapeError } from "../../errors.js";
import { formatShape, type Shape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import type { Ops, Spec } from "../definition.js";
import { castTo } from "../elementwise.js";

/** A float tensor of matrices. @throws ShapeError for a vector or a scalar */
export function matrices(x: TensorLike, op: string): Tensor {
  const input = tensor(x);
  if (input.rank < 2) {
    throw new ShapeError(
      `${op}: expected matrices [..., m, n], received ${formatShape(input.shape)}.`,
    );
  }
  return castTo(input, isFloat(input.dtype) ? narrow(input.dtype) : floatX);
}

/** The shape before the last two axes. */
export function batchOf({ shape }: Pick<Spec, "shape">): Shape {
  return shape.slice(0, -2);
}

/** @throws ShapeError unless the last two axes are equal */
export function checkSquare({ shape }: Pick<Spec, "shape">, op: string): void {
  const [rows, columns] = shape.slice(-2);
  if (rows !== undefined && columns !== undefined && equalDims(rows, columns)) return;
  throw new ShapeError(
    `${op}: expected square matrices [..., n, n], received ${formatShape(shape)}.`,
  );
}

/** Each matrix with rows and columns exchanged. */
export function turned(x: Tensor, ops: Pick<Ops, "swapaxes">): Tensor {
  return ops.swapaxes(x, -1, -2);
}

/** x · y for a product in which either is turned. */
export function symmetric(x: Tensor, ops: Pick<Ops, "swapaxes" | "add" | "multiply">): Tensor {
  return ops.multiply(ops.add(x, turned(x, ops)), 0.5);
}
