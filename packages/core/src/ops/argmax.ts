import { apply } from "../graph/apply.js";
import { normalizeAxis, sizeOf } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp } from "./definition.js";
import { castTo } from "./elementwise.js";
import { checkNotEmpty, reducedShape } from "./reduction.js";
import { reshape } from "./reshape.js";

const definition = defineOp({
  name: "argmax",
  inputs: ["x"],
  infer: ([x], { axis }: { readonly axis: number }) => {
    checkNotEmpty("argmax", x.shape, [axis]);
    return { shape: reducedShape(x.shape, [axis], false), dtype: "int32" as const };
  },
  grad: null,
  vectorize: ({ axis }) => ({ axis: axis + 1 }),
  cases: [
    { inputs: [[2, 3, 4]], attrs: { axis: 1 }, dtypes: ["float32", "int32"] },
    { inputs: [[5]], attrs: { axis: 0 } },
    { inputs: [{ shape: [2, 3], data: [1, 3, 3, 2, 2, 0] }], attrs: { axis: 1 } },
    {
      inputs: [
        {
          shape: [3, 3],
          data: [1, Number.NaN, Number.NaN, Infinity, 0, Number.NaN, -Infinity, 2, 1],
        },
      ],
      attrs: { axis: 1 },
    },
  ],
});

/**
 * Index (int32) of the largest element along `axis`, the first of equals; NaN counts as largest.
 * Without an axis: of `x` made flat. `keepdims` leaves size 1 in the place of what is reduced.
 * @throws ShapeError if the axis does not exist or has no elements
 */
export const argmax = builder(
  definition,
  (
    x: TensorLike,
    axis: number | null = null,
    { keepdims = false }: { readonly keepdims?: boolean | undefined } = {},
  ): Tensor => {
    const input = tensor(x);
    const operand = castTo(input, input.dtype === "bool" ? "int32" : input.dtype);
    const all = axis === null;
    const at = all ? 0 : normalizeAxis(axis, input.rank, "argmax");
    const line = all ? reshape(operand, [sizeOf(input.shape)]) : operand;
    const index = apply(definition, [line], { axis: at });
    if (!keepdims) return index;
    const axes = all ? input.shape.map((_, i) => i) : [at];
    return reshape(index, reducedShape(input.shape, axes, true));
  },
);
