import { addDims, type Dim, floorDivideDim, subtractDims } from "../dimension.js";
import { ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { formatShape, type Shape } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { embed } from "./embed.js";

/** Per axis: first index, end (exclusive) and positive step. Bounds may be symbolic. */
export interface SliceAttrs {
  readonly begin: Shape;
  readonly end: Shape;
  readonly strides: readonly number[];
}

const definition = defineOp({
  name: "stridedSlice",
  inputs: ["x"],
  infer: ([x], { begin, end, strides }: SliceAttrs) => {
    const shape = x.shape.map((dim, i) => {
      const [from, to, step] = [begin[i] ?? 0, end[i] ?? dim, strides[i] ?? 1];
      const length = subtractDims(to, from);
      if (step < 1 || isNegative(from) || isNegative(length) || isNegative(subtractDims(dim, to))) {
        throw new ShapeError(
          `stridedSlice: ${from}:${to}:${step} does not lie inside axis ${i} of ${formatShape(x.shape)}.`,
        );
      }
      return floorDivideDim(addDims(length, step - 1), step);
    });
    return { shape, dtype: x.dtype };
  },
  grad: ({ inputs: [x], gradient, attrs: { begin, strides } }, ops): Gradients => [
    embed(gradient, begin, strides, x.shape, ops),
  ],
  vectorize: ({ begin, end, strides }, size) => ({
    begin: [0, ...begin],
    end: [size, ...end],
    strides: [1, ...strides],
  }),
  cases: [
    {
      inputs: [[4, 5]],
      attrs: { begin: [1, 0], end: [3, 5], strides: [1, 1] },
      dtypes: ["float32", "int32", "bool"],
    },
    { inputs: [[7, 6]], attrs: { begin: [1, 0], end: [7, 6], strides: [2, 3] } },
    { inputs: [[7]], attrs: { begin: [0], end: [6], strides: [4] } },
    { inputs: [[3, 2]], attrs: { begin: [1, 0], end: [1, 2], strides: [1, 1] } },
    { inputs: [[0, 4]], attrs: { begin: [0, 1], end: [0, 4], strides: [1, 2] } },
  ],
});

function isNegative(dim: Dim): boolean {
  return typeof dim === "number" && dim < 0;
}

/**
 * The elements from `begin` up to `end` (exclusive; default: all) in positive `strides`, per axis.
 * For slices as in Python see `getItem`.
 * @throws ShapeError if the range leaves the tensor
 */
export const stridedSlice = builder(
  definition,
  (x: TensorLike, begin: Shape, end?: Shape, strides?: readonly number[]): Tensor => {
    const input = tensor(x);
    return apply(definition, [input], {
      begin: input.shape.map((_, i) => begin[i] ?? 0),
      end: input.shape.map((dim, i) => end?.[i] ?? dim),
      strides: input.shape.map((_, i) => strides?.[i] ?? 1),
    });
  },
);
