import { addDims, type Dim, equalDims, floorDivideDim, subtractDims } from "../dimension.js";
import { ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { formatShape, type Shape } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients, type Ops } from "./definition.js";

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
  grad: ({ inputs: [x], gradient, attrs }, ops): Gradients => [
    x.shape.reduce<Tensor>(
      (spread, dim, axis) =>
        spreadAlong(
          spread,
          axis,
          attrs.begin[axis] ?? 0,
          attrs.end[axis] ?? dim,
          attrs.strides[axis] ?? 1,
          dim,
          ops,
        ),
      gradient,
    ),
  ],
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

/** Puts the elements of `x` back to begin, begin + step, … of an axis of `size` zeros. */
function spreadAlong(
  x: Tensor,
  axis: number,
  begin: Dim,
  end: Dim,
  step: number,
  size: Dim,
  ops: Ops,
): Tensor {
  if (begin === 0 && step === 1 && equalDims(end, size)) return x;
  const count = x.shape[axis] ?? 0;
  if (typeof begin !== "number" || typeof count !== "number" || typeof size !== "number") {
    const positions = ops.multiply(ops.iota(count), step);
    const indices = ops.add(positions, ops.dimension(begin, "int32"));
    return ops.scatterAdd(indices, x, { axis, size });
  }
  const spread = step === 1 ? x : interleaveZeros(x, axis, step, count, ops);
  const length = (count - 1) * step + 1;
  const around = x.shape.map((_, i): [number, number] =>
    i === axis ? [count === 0 ? 0 : begin, count === 0 ? size : size - begin - length] : [0, 0],
  );
  return ops.pad(spread, around);
}

/** `step` − 1 zeros between neighbours. */
function interleaveZeros(x: Tensor, axis: number, step: number, count: number, ops: Ops): Tensor {
  if (count < 2) return x;
  const split = x.shape.toSpliced(axis + 1, 0, 1);
  const padded = ops.pad(
    ops.reshape(x, split),
    split.map((_, i): [number, number] => (i === axis + 1 ? [0, step - 1] : [0, 0])),
  );
  const merged = ops.reshape(padded, x.shape.with(axis, count * step));
  const whole = x.shape.map(() => 0);
  return ops.stridedSlice(merged, whole, merged.shape.with(axis, (count - 1) * step + 1));
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
