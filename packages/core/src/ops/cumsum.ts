import { type DType, kindOf } from "../dtype.js";
import { apply } from "../graph/apply.js";
import { normalizeAxis, sizeOf } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { castTo } from "./elementwise.js";
import { reshape } from "./reshape.js";

/** Along which axis, and from its end. */
export interface CumulativeAttrs {
  readonly axis: number;
  readonly reverse: boolean;
}

const definition = defineOp({
  name: "cumsum",
  inputs: ["x"],
  infer: ([x], _: CumulativeAttrs) => ({ shape: x.shape, dtype: x.dtype }),
  grad: ({ gradient, attrs: { axis, reverse } }): Gradients => [
    apply(definition, [gradient], { axis, reverse: !reverse }),
  ],
  cases: [
    { inputs: [[2, 3, 4]], attrs: { axis: 1, reverse: false }, dtypes: ["float32", "int32"] },
    { inputs: [[2, 3, 4]], attrs: { axis: 0, reverse: true }, dtypes: ["float32", "int32"] },
    { inputs: [[5]], attrs: { axis: 0, reverse: false } },
    { inputs: [[2, 0]], attrs: { axis: 1, reverse: false } },
    {
      inputs: [{ shape: [4], data: [1, Number.POSITIVE_INFINITY, Number.NaN, 2] }],
      attrs: { axis: 0, reverse: false },
    },
  ],
});

/** Options of the cumulative functions. */
export interface CumulativeOptions {
  /** Of the computation and the result; default: that of `x`, int32 for bool. */
  readonly dtype?: DType | null | undefined;
}

/**
 * Sums of the elements so far along `axis`, in the shape of `x`; without an axis, of `x` made flat.
 * @throws ShapeError if the axis does not exist
 */
export const cumsum = builder(
  definition,
  (x: TensorLike, axis: number | null = null, options: CumulativeOptions = {}): Tensor =>
    cumulative("cumsum", x, axis, options, (operand, at) =>
      apply(definition, [operand], { axis: at, reverse: false }),
    ),
);

/** What cumulative functions share: the axis, and the dtypes of operand and result. */
export function cumulative(
  name: string,
  x: TensorLike,
  axis: number | null,
  { dtype }: CumulativeOptions,
  compute: (operand: Tensor, axis: number) => Tensor,
): Tensor {
  const input = tensor(x);
  const line = axis === null ? reshape(input, [sizeOf(input.shape)]) : input;
  const at = axis === null ? 0 : normalizeAxis(axis, input.rank, name);
  const result = dtype ?? (input.dtype === "bool" ? "int32" : input.dtype);
  // Narrow integers wrap around as 32-bit sums do.
  const isNarrow = kindOf(result) === "integer" && result !== "int64" && result !== "uint32";
  return castTo(compute(castTo(line, isNarrow ? "int32" : result), at), result);
}
