import { type Dim, multiplyDims } from "../dimension.js";
import { apply } from "../graph/apply.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { intoAll, moveRange } from "./batchedIndices.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { castTo } from "./elementwise.js";

/** Which axis the indices count along, and its size in the result. */
export interface ScatterAttrs {
  readonly axis: number;
  readonly size: Dim;
}

const definition = defineOp({
  name: "scatterAdd",
  inputs: ["indices", "updates"],
  infer: ([indices, updates], { axis, size }: ScatterAttrs) => ({
    shape: updates.shape.toSpliced(axis, indices.shape.length, size),
    dtype: updates.dtype,
  }),
  grad: ({ inputs: [indices], gradient, attrs: { axis } }, ops): Gradients => [
    null,
    ops.gather(gradient, indices, axis),
  ],
  vectorize: {
    build: ([indices, updates], [wideIndices, wideUpdates], { axis, size }, ops): Tensor => {
      const [at, all] = [indices as Tensor, updates as Tensor];
      if (!wideIndices) return ops.scatterAdd(at, all, { axis: axis + 1, size });
      const [batch = 1] = at.shape;
      const wide = wideUpdates ? all : ops.broadcastTo(all, [batch, ...all.shape]);
      const count = at.rank - 1;
      const front = moveRange(wide, axis + 1, axis + 1 + count, 1, ops);
      const total = multiplyDims(batch, size);
      const sums = ops.scatterAdd(intoAll(at, size, ops), front, { axis: 0, size: total });
      const slices = ops.reshape(sums, [batch, size, ...sums.shape.slice(1)]);
      return moveRange(slices, 1, 2, axis + 1, ops);
    },
  },
  cases: [
    {
      inputs: [{ shape: [2, 2], dtype: "int32", domain: [0, 3] }, [2, 2, 3]],
      attrs: { axis: 0, size: 4 },
    },
    {
      inputs: [{ shape: [4], dtype: "int32", domain: [0, 4] }, [2, 4, 3]],
      attrs: { axis: 1, size: 5 },
    },
    { inputs: [{ shape: [], dtype: "int32", data: [1] }, [2]], attrs: { axis: 0, size: 3 } },
    { inputs: [{ shape: [0], dtype: "int32" }, [0, 2]], attrs: { axis: 0, size: 3 } },
    { inputs: [{ shape: [2], dtype: "int32", data: [1, 2] }, [2, 0]], attrs: { axis: 0, size: 3 } },
  ],
});

/**
 * Zeros of `size` along `axis`, to which each slice of `updates` is added at its index; the
 * adjoint of `gather`. updates: [...before, ...indices.shape, ...after].
 */
export const scatterAdd = builder(
  definition,
  (indices: TensorLike, updates: TensorLike, attrs: ScatterAttrs): Tensor =>
    apply(definition, [castTo(tensor(indices), "int32"), tensor(updates)], attrs),
);
