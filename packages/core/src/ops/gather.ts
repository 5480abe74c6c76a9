import { multiplyDims } from "../dimension.js";
import { isFloat } from "../dtype.js";
import { DTypeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { normalizeAxis } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { intoAll, mergeFirst, moveRange } from "./batchedIndices.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { castTo } from "./elementwise.js";

const definition = defineOp({
  name: "gather",
  inputs: ["x", "indices"],
  infer: ([x, indices], { axis }: { readonly axis: number }) => {
    if (indices.dtype !== "int32") {
      throw new DTypeError(`gather: expected int32 indices, received ${indices.dtype}.`);
    }
    return { shape: x.shape.toSpliced(axis, 1, ...indices.shape), dtype: x.dtype };
  },
  grad: ({ inputs: [x, indices], gradient, attrs: { axis } }, ops): Gradients => [
    ops.scatterAdd(indices, gradient, { axis, size: x.shape[axis] ?? 1 }),
    null,
  ],
  vectorize: {
    build: ([x, indices], [wideX, wideIndices], { axis }, ops): Tensor => {
      const [all, at] = [x as Tensor, indices as Tensor];
      if (!wideIndices) return ops.gather(all, at, axis + 1);
      // One tensor for all: the axis of the slices comes out among those of the indices.
      if (!wideX) return ops.moveaxis(ops.gather(all, at, axis), axis, 0);
      const size = all.shape[axis + 1] ?? 1;
      const front = moveRange(all, axis + 1, axis + 2, 1, ops);
      const rows = mergeFirst(front, multiplyDims(all.shape[0] ?? 1, size), ops);
      const taken = ops.gather(rows, intoAll(at, size, ops), 0);
      return moveRange(taken, 1, at.rank, axis + 1, ops);
    },
  },
  cases: [
    {
      inputs: [[4, 3], { shape: [2, 2], dtype: "int32", domain: [0, 3] }],
      attrs: { axis: 0 },
      dtypes: ["float32", "int32"],
    },
    { inputs: [[2, 5, 3], { shape: [4], dtype: "int32", domain: [0, 4] }], attrs: { axis: 1 } },
    { inputs: [[3], { shape: [], dtype: "int32", data: [2] }], attrs: { axis: 0 } },
    { inputs: [[3, 2], { shape: [0], dtype: "int32" }], attrs: { axis: 0 } },
  ],
});

/**
 * The slices of `x` along `axis` (default 0) at `indices` (integers from 0 to size − 1), whose shape
 * takes the place of that axis.
 * @throws DTypeError if the indices are not integers
 */
export const gather = builder(
  definition,
  (x: TensorLike, indices: TensorLike, axis = 0): Tensor => {
    const [input, at] = [tensor(x), tensor(indices)];
    if (isFloat(at.dtype) && at.value === undefined) {
      throw new DTypeError(
        `gather: expected integer indices, received ${at.dtype}. Cast them to int32.`,
      );
    }
    return apply(definition, [input, castTo(at, "int32")], {
      axis: normalizeAxis(axis, input.rank, "gather"),
    });
  },
);
