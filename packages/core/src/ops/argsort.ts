import { type Dim, subtractDims } from "../dimension.js";
import { ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { formatShape, normalizeAxis, sizeOf } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp } from "./definition.js";
import { castTo } from "./elementwise.js";
import { reshape } from "./reshape.js";

/** Which way, and how many of the first are wanted. */
export interface SortAttrs {
  readonly axis: number;
  /** Largest first; NaN counts as larger than all numbers. */
  readonly descending: boolean;
  readonly count: Dim;
}

const definition = defineOp({
  name: "argsort",
  inputs: ["x"],
  infer: ([x], { axis, count }: SortAttrs) => {
    const rest = subtractDims(x.shape[axis] ?? 0, count);
    if (typeof rest === "number" && rest < 0) {
      throw new ShapeError(
        `argsort: axis ${axis} of ${formatShape(x.shape)} has no ${count} elements. Expected at most ${x.shape[axis]}.`,
      );
    }
    return { shape: x.shape.with(axis, count), dtype: "int32" as const };
  },
  grad: null,
  cases: [
    {
      inputs: [[2, 5, 3]],
      attrs: { axis: 1, descending: false, count: 5 },
      dtypes: ["float32", "int32"],
    },
    {
      inputs: [[2, 6]],
      attrs: { axis: 1, descending: true, count: 2 },
      dtypes: ["float32", "int32"],
    },
    // Equal elements keep their order both ways.
    {
      inputs: [{ shape: [6], data: [1, 0, 1, -0, 0, 1] }],
      attrs: { axis: 0, descending: false, count: 6 },
    },
    {
      inputs: [{ shape: [6], data: [1, 0, 1, -0, 0, 1] }],
      attrs: { axis: 0, descending: true, count: 6 },
    },
    {
      inputs: [
        {
          shape: [6],
          data: [
            Number.NaN,
            Number.POSITIVE_INFINITY,
            1,
            Number.NaN,
            Number.NEGATIVE_INFINITY,
            3e38,
          ],
        },
      ],
      attrs: { axis: 0, descending: false, count: 6 },
    },
    {
      inputs: [{ shape: [4], data: [Number.POSITIVE_INFINITY, Number.NaN, 1, Number.NaN] }],
      attrs: { axis: 0, descending: true, count: 3 },
    },
    {
      inputs: [{ shape: [4], dtype: "int32", data: [2147483647, -2147483648, 2147483646, 0] }],
      attrs: { axis: 0, descending: true, count: 4 },
    },
    { inputs: [[0, 3]], attrs: { axis: 1, descending: false, count: 3 } },
  ],
});

/**
 * Indices (int32) that sort `x` along `axis` (default: the last; `null`: `x` made flat), smallest
 * first; equal elements keep their order, NaN comes last.
 * @throws ShapeError if the axis does not exist
 */
export const argsort = builder(definition, (x: TensorLike, axis: number | null = -1): Tensor => {
  const input = tensor(x);
  const line = axis === null ? reshape(input, [sizeOf(input.shape)]) : input;
  const at = axis === null ? 0 : normalizeAxis(axis, input.rank, "argsort");
  return order(line, { axis: at, descending: false, count: line.shape[at] ?? 1 });
});

/** The node behind `argsort`, `sort` and `topK`. */
export function order(x: Tensor, attrs: SortAttrs): Tensor {
  return apply(definition, [castTo(x, x.dtype === "bool" ? "int32" : x.dtype)], attrs);
}
