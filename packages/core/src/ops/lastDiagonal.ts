import { type Dim, equalDims, multiplyDims } from "../dimension.js";
import { ShapeError } from "../errors.js";
import { formatShape } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { dimension } from "./dimension.js";
import { gather } from "./gather.js";
import { iota } from "./iota.js";
import { multiply } from "./multiply.js";
import { reshape } from "./reshape.js";
import { stridedSlice } from "./stridedSlice.js";

/**
 * Diagonal `offset` of each matrix [..., rows, columns]: every (columns + 1)-th element of both axes flattened.
 * @throws ShapeError if its length is not known
 */
export function lastDiagonal(x: Tensor, offset: number): Tensor {
  const [rows, columns] = matrixAxes(x, "diagonal");
  const outer = x.shape.slice(0, -2);
  const flat = reshape(x, [...outer, multiplyDims(rows, columns)]);
  const length = diagonalLength(rows, columns, offset, x);
  if (typeof columns !== "number" || typeof length !== "number") {
    const step = add(dimension(columns, "int32"), 1);
    return gather(flat, multiply(iota(length), step), outer.length);
  }
  const start = length === 0 ? 0 : offset >= 0 ? offset : -offset * columns;
  const end = length === 0 ? 0 : start + (length - 1) * (columns + 1) + 1;
  const none = outer.map(() => 0);
  return stridedSlice(flat, [...none, start], [...outer, end], [...none.map(() => 1), columns + 1]);
}

function diagonalLength(rows: Dim, columns: Dim, offset: number, x: Tensor): Dim {
  if (typeof rows === "number" && typeof columns === "number") {
    const room = offset >= 0 ? columns - offset : rows + offset;
    return Math.max(0, Math.min(rows, columns, room));
  }
  if (offset === 0 && equalDims(rows, columns)) return rows;
  throw new ShapeError(
    `diagonal: the sizes of both axes must be known, or equal with offset 0. ` +
      `Received ${formatShape(x.shape)} with offset ${offset}.`,
  );
}

/** Rows and columns of the last two axes. */
export function matrixAxes(x: Tensor, where: string): readonly [rows: Dim, columns: Dim] {
  const [rows, columns] = x.shape.slice(-2);
  if (rows === undefined || columns === undefined) {
    throw new ShapeError(
      `${where}: expected a tensor of rank 2 or more, received ${formatShape(x.shape)}.`,
    );
  }
  return [rows, columns];
}
