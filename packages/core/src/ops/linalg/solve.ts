import { equalDims } from "../../dimension.js";
import { ShapeError } from "../../errors.js";
import { apply } from "../../graph/apply.js";
import { broadcastShapes, formatShape } from "../../shape.js";
import { operands, type TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { broadcastTo } from "../broadcastTo.js";
import { expandDims, squeeze } from "../composite/axes.js";
import { builder, defineOp, type Gradients, type Spec } from "../definition.js";
import { castTo } from "../elementwise.js";
import { batchOf, checkSquare, matrices, turned } from "./matrices.js";

/** The shape of the solution of a · x = b, whose batches are the same. */
export function inferSolution(op: string, a: Spec, b: Spec): Spec {
  checkSquare(a, op);
  const [rows, right] = [a.shape.at(-1), b.shape.at(-2)];
  if (rows === undefined || right === undefined || !equalDims(rows, right)) {
    throw new ShapeError(
      `${op}: the right-hand side does not fit. Expected ${rows} rows, received ${formatShape(b.shape)}.`,
    );
  }
  return { shape: b.shape, dtype: b.dtype };
}

/** Both sides with equal batches; a vector is one column, as the last value says. */
export function sides(a: TensorLike, b: TensorLike, op: string): [Tensor, Tensor, boolean] {
  const [left, right] = operands([a, b]) as [Tensor, Tensor];
  const matrix = matrices(left, op);
  const isVector = right.rank === matrix.rank - 1;
  const columns = castTo(isVector ? expandDims(right, -1) : right, matrix.dtype);
  const batch = broadcastShapes(op, batchOf(matrix), batchOf(columns));
  const spread = (x: Tensor): Tensor => broadcastTo(x, [...batch, ...x.shape.slice(-2)]);
  return [spread(matrix), spread(columns), isVector];
}

const definition = defineOp({
  name: "solve",
  inputs: ["a", "b"],
  infer: ([a, b]) => inferSolution("solve", a, b),
  grad: ({ inputs: [a], output, gradient }, ops): Gradients => {
    const right = ops.solve(turned(a, ops), gradient);
    return [ops.negative(ops.matmul(right, turned(output, ops))), right];
  },
  cases: [
    { inputs: [{ shape: [2, 2], data: [3, 1, 1, 2] }, [2, 3]], dtypes: ["float32", "float64"] },
    { inputs: [{ shape: [2, 1, 1], data: [2, -4] }, [2, 1, 1]] },
  ],
  tolerance: 1e-4,
});

/**
 * The solution x of a · x = b for matrices a [..., n, n] and b [..., n, k] or vectors [..., n].
 * @throws ShapeError if they do not fit; BackendError when run if a matrix is singular
 */
export const solve = builder(definition, (a: TensorLike, b: TensorLike): Tensor => {
  const [matrix, columns, isVector] = sides(a, b, "solve");
  const x = apply(definition, [matrix, columns], {});
  return isVector ? squeeze(x, -1) : x;
});
