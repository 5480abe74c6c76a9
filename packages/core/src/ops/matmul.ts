import { equalDims } from "../dimension.js";
import { ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { broadcastShapes, formatShape } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients, type Ops } from "./definition.js";
import { reduceTo } from "./elementwise.js";
import { inProductDType } from "./products.js";
import { reshape } from "./reshape.js";

const definition = defineOp({
  name: "matmul",
  inputs: ["a", "b"],
  infer: ([a, b]) => {
    const inner = a.shape.at(-1);
    const rows = b.shape.at(-2);
    if (inner === undefined || rows === undefined || a.shape.length < 2) {
      throw new ShapeError(
        `matmul: expected two tensors of rank 2 or more, received ${formatShape(a.shape)} and ${formatShape(b.shape)}.`,
      );
    }
    if (!equalDims(inner, rows)) {
      throw new ShapeError(
        `matmul: shapes ${formatShape(a.shape)} and ${formatShape(b.shape)} do not fit. ` +
          `Expected the last axis of the first (${inner}) to equal the last but one of the second (${rows}).`,
      );
    }
    const batch = broadcastShapes("matmul", a.shape.slice(0, -2), b.shape.slice(0, -2));
    return { shape: [...batch, a.shape.at(-2) ?? 1, b.shape.at(-1) ?? 1], dtype: a.dtype };
  },
  grad: ({ inputs: [a, b], gradient }, ops): Gradients => [
    reduceTo(ops.matmul(gradient, swapLast(b, ops)), a, ops),
    reduceTo(ops.matmul(swapLast(a, ops), gradient), b, ops),
  ],
  vectorize: "aligned",
  cases: [
    {
      inputs: [
        [2, 3],
        [3, 4],
      ],
    },
    {
      inputs: [
        [5, 2, 3],
        [5, 3, 4],
      ],
    },
    {
      inputs: [
        [5, 2, 3],
        [3, 4],
      ],
    },
    {
      inputs: [
        [2, 1, 2, 3],
        [4, 3, 2],
      ],
    },
    {
      inputs: [
        [1, 3],
        [3, 1],
      ],
    },
    {
      inputs: [
        [0, 3],
        [3, 2],
      ],
    },
    {
      inputs: [
        [2, 0],
        [0, 3],
      ],
    },
  ],
});

function swapLast(x: Tensor, ops: Ops): Tensor {
  const axes = x.shape.map((_, i) => i);
  return ops.transpose(x, [...axes.slice(0, -2), x.rank - 1, x.rank - 2]);
}

/**
 * Matrix product [..., m, k] × [..., k, n] → [..., m, n], leading axes broadcast. A vector on the
 * left counts as a row, on the right as a column, and its axis is dropped from the result.
 * @throws ShapeError if the inner dimensions differ
 */
export const matmul = builder(definition, (x1: TensorLike, x2: TensorLike): Tensor => {
  const [first, second] = [tensor(x1), tensor(x2)];
  return inProductDType([first, second], product, { keepsWide: true });
});

function product(inputs: readonly Tensor[]): Tensor {
  const [a, b] = inputs as readonly [Tensor, Tensor];
  const row = a.rank === 1 ? reshape(a, [1, ...a.shape]) : a;
  const column = b.rank === 1 ? reshape(b, [...b.shape, 1]) : b;
  const result = apply(definition, [row, column], {});
  const shape = result.shape.filter((_, i) => {
    const fromEnd = result.rank - i;
    return !((a.rank === 1 && fromEnd === 2) || (b.rank === 1 && fromEnd === 1));
  });
  return shape.length === result.rank ? result : reshape(result, shape);
}
