import { equalDims } from "../../dimension.js";
import { floatX, isFloat, promote } from "../../dtype.js";
import { ShapeError } from "../../errors.js";
import { formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { castTo } from "../elementwise.js";
import { equal } from "../equal.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { sqrt } from "../sqrt.js";
import { subtract } from "../subtract.js";
import { sum } from "../sum.js";
import { where } from "../where.js";

/**
 * Euclidean distances of all pairs of rows: x [..., m, d] and y [..., n, d] → [..., m, n], leading
 * axes broadcast. Where two rows are equal the gradient is 0.
 */
export function cdist(x: TensorLike, y: TensorLike): Tensor {
  const [a, b] = [tensor(x), tensor(y)];
  if (a.rank < 2 || b.rank < 2 || !equalDims(a.shape.at(-1) ?? 1, b.shape.at(-1) ?? 1)) {
    throw new ShapeError(
      `cdist: expected [..., m, d] and [..., n, d], received ${formatShape(a.shape)} and ${formatShape(b.shape)}.`,
    );
  }
  const mixed = promote(a.dtype, b.dtype);
  const dtype = isFloat(mixed) ? mixed : floatX;
  const rows = reshape(castTo(a, dtype), a.shape.toSpliced(-1, 0, 1));
  const columns = reshape(castTo(b, dtype), b.shape.toSpliced(-2, 0, 1));
  const difference = subtract(rows, columns);
  const squares = sum(multiply(difference, difference), -1);
  const same = equal(squares, 0);
  return where(same, 0, sqrt(where(same, 1, squares)));
}
