import { equalDims, multiplyDims } from "../dimension.js";
import { DTypeError, ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { broadcastShapes, formatShape, normalizeAxis, type Shape, sizeOf } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { broadcastTo } from "./broadcastTo.js";
import { builder, defineOp, type Gradients, type Ops } from "./definition.js";
import { indexTensor, normalizeIndices } from "./indices.js";
import { reshape } from "./reshape.js";

const definition = defineOp({
  name: "takeAlongAxis",
  inputs: ["x", "indices"],
  infer: ([x, indices], { axis }: { readonly axis: number }) => {
    if (indices.dtype !== "int32") {
      throw new DTypeError(`takeAlongAxis: expected int32 indices, received ${indices.dtype}.`);
    }
    const fits =
      x.shape.length === indices.shape.length &&
      x.shape.every((dim, i) => i === axis || equalDims(dim, indices.shape[i] ?? 1));
    if (!fits) {
      throw new ShapeError(
        `takeAlongAxis: x ${formatShape(x.shape)} and indices ${formatShape(indices.shape)} do not fit. ` +
          `Expected equal dimensions but for axis ${axis}.`,
      );
    }
    return { shape: indices.shape, dtype: x.dtype };
  },
  grad: ({ inputs: [x, indices], gradient, attrs: { axis } }, ops): Gradients => {
    const flat = flatIndices(indices, x.shape, axis, ops);
    const sums = ops.scatterAdd(flat, ops.reshape(gradient, [-1]), {
      axis: 0,
      size: sizeOf(x.shape),
    });
    return [ops.reshape(sums, x.shape), null];
  },
  decompose: ([x, indices], { axis }, ops): Tensor => {
    const flat = flatIndices(indices, x.shape, axis, ops);
    return ops.reshape(ops.gather(ops.reshape(x, [-1]), flat), indices.shape);
  },
  vectorize: ({ axis }) => ({ axis: axis + 1 }),
  cases: [
    {
      inputs: [[3, 4], { shape: [3, 2], dtype: "int32", domain: [0, 3] }],
      attrs: { axis: 1 },
      dtypes: ["float32", "int32", "bool"],
    },
    { inputs: [[3, 4], { shape: [5, 4], dtype: "int32", domain: [0, 2] }], attrs: { axis: 0 } },
    {
      inputs: [[2, 3, 2], { shape: [2, 4, 2], dtype: "int32", domain: [0, 2] }],
      attrs: { axis: 1 },
    },
    { inputs: [[3, 4], { shape: [3, 0], dtype: "int32" }], attrs: { axis: 1 } },
    { inputs: [[0, 4], { shape: [0, 2], dtype: "int32" }], attrs: { axis: 1 } },
  ],
});

/** Where each element that is taken stands in the flattened tensor, as a vector. */
function flatIndices(indices: Tensor, shape: Shape, axis: number, ops: Ops): Tensor {
  const [outer, inner] = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis + 1))];
  const size = shape[axis] ?? 1;
  const blocks = ops.reshape(indices, [outer, indices.shape[axis] ?? 1, inner]);
  const starts = ops.multiply(
    ops.reshape(ops.iota(outer), [outer, 1, 1]),
    ops.dimension(multiplyDims(size, inner), "int32"),
  );
  const rows = ops.multiply(blocks, ops.dimension(inner, "int32"));
  const columns = ops.reshape(ops.iota(inner), [1, 1, inner]);
  return ops.reshape(ops.add(ops.add(starts, rows), columns), [-1]);
}

/**
 * One element of `x` for each of `indices`, which count along `axis` from the place where they stand
 * themselves; the other axes broadcast. Without an axis both are flattened. Negative indices count from the end.
 * @throws ShapeError if the shapes do not fit
 * @throws DTypeError if the indices are no integers
 */
export const takeAlongAxis = builder(
  definition,
  (x: TensorLike, indices: TensorLike, axis: number | null = null): Tensor => {
    const given = indexTensor(indices, "takeAlongAxis");
    if (axis === null) return takeAlongAxis(reshape(x, [-1]), reshape(given, [-1]), 0);
    const input = tensor(x);
    const at = normalizeAxis(axis, input.rank, "takeAlongAxis");
    if (given.rank !== input.rank) {
      throw new ShapeError(
        `takeAlongAxis: x ${formatShape(input.shape)} and indices ${formatShape(given.shape)} differ in rank. ` +
          "Expected indices with an axis for each of x.",
      );
    }
    const size = input.shape[at] ?? 1;
    const places = normalizeIndices(given, size, "takeAlongAxis");
    const common = broadcastShapes(
      "takeAlongAxis",
      input.shape.with(at, 1),
      places.shape.with(at, 1),
    );
    return apply(
      definition,
      [
        broadcastTo(input, common.with(at, size)),
        broadcastTo(places, common.with(at, places.shape[at] ?? 1)),
      ],
      { axis: at },
    );
  },
);
