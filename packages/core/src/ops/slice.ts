import { addDims, type Dim, equalDims, floorDivideDim, subtractDims } from "../dimension.js";
import { ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { formatShape } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients, type Ops } from "./definition.js";

/** Per axis: first index, end (exclusive, may be symbolic) and positive step. */
export interface SliceAttrs {
  readonly begin: readonly number[];
  readonly end: readonly Dim[];
  readonly strides: readonly number[];
}

const definition = defineOp({
  name: "slice",
  inputs: ["x"],
  infer: ([x], { begin, end, strides }: SliceAttrs) => {
    const shape = x.shape.map((dim, i) => {
      const [from, to, step] = [begin[i] ?? 0, end[i] ?? dim, strides[i] ?? 1];
      const outside =
        typeof to === "number" && (to < from || (typeof dim === "number" && to > dim));
      if (from < 0 || step < 1 || outside) {
        throw new ShapeError(
          `slice: ${from}:${to}:${step} does not lie inside axis ${i} of ${formatShape(x.shape)}.`,
        );
      }
      return floorDivideDim(addDims(subtractDims(to, from), step - 1), step);
    });
    return { shape, dtype: x.dtype };
  },
  grad: ({ inputs: [x], gradient, attrs }, ops): Gradients => {
    // Zeros between the elements (steps), then around them.
    let spread = gradient;
    attrs.strides.forEach((step, axis) => {
      if (step > 1) spread = interleaveZeros(spread, axis, step, ops);
    });
    const paddings = x.shape.map((dim, i): [number, number] => {
      const reach = addDims(attrs.begin[i] ?? 0, spread.shape[i] ?? 0);
      const rest = subtractDims(dim, reach);
      if (typeof rest !== "number") {
        throw new ShapeError(
          `slice: the gradient needs the size of axis ${i} of ${formatShape(x.shape)} as a number.`,
        );
      }
      return [attrs.begin[i] ?? 0, Math.max(rest, 0)];
    });
    const begin = x.shape.map(() => 0);
    const room = x.shape.map((dim, i) => {
      const rest = subtractDims(dim, addDims(attrs.begin[i] ?? 0, spread.shape[i] ?? 0));
      return typeof rest === "number" && rest < 0
        ? addDims(spread.shape[i] ?? 0, rest)
        : (spread.shape[i] ?? 0);
    });
    const cropped = room.every((dim, i) => equalDims(dim, spread.shape[i] ?? 0))
      ? spread
      : ops.slice(spread, begin, room);
    return [ops.pad(cropped, paddings)];
  },
  cases: [
    {
      inputs: [[4, 5]],
      attrs: { begin: [1, 0], end: [3, 5], strides: [1, 1] },
      dtypes: ["float32", "int32", "bool"],
    },
    { inputs: [[7, 6]], attrs: { begin: [1, 0], end: [7, 6], strides: [2, 3] } },
    { inputs: [[7]], attrs: { begin: [0], end: [6], strides: [4] } },
    { inputs: [[3, 2]], attrs: { begin: [1, 0], end: [1, 2], strides: [1, 1] } },
  ],
});

function interleaveZeros(x: Tensor, axis: number, step: number, ops: Ops): Tensor {
  const split = x.shape.toSpliced(axis + 1, 0, 1);
  const padded = ops.pad(
    ops.reshape(x, split),
    split.map((_, i): [number, number] => (i === axis + 1 ? [0, step - 1] : [0, 0])),
  );
  const merged = x.shape.map((dim, i) =>
    i === axis ? (typeof dim === "number" ? dim * step : -1) : dim,
  );
  return ops.reshape(padded, merged);
}

/**
 * The elements from `begin` up to `end` (exclusive; default: all) in positive `strides`, per axis.
 * @throws ShapeError if the range leaves the tensor
 */
export const slice = builder(
  definition,
  (
    x: TensorLike,
    begin: readonly number[],
    end?: readonly Dim[],
    strides?: readonly number[],
  ): Tensor => {
    const input = tensor(x);
    return apply(definition, [input], {
      begin: input.shape.map((_, i) => begin[i] ?? 0),
      end: input.shape.map((dim, i) => end?.[i] ?? dim),
      strides: input.shape.map((_, i) => strides?.[i] ?? 1),
    });
  },
);
