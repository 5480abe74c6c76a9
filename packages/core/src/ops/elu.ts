import { apply } from "../graph/apply.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { asWideFloat } from "./composite/width.js";
import { builder, defineOp, type Gradients } from "./definition.js";

const definition = defineOp({
  name: "elu",
  inputs: ["x"],
  infer: ([x], _: { readonly alpha: number }) => ({ shape: x.shape, dtype: x.dtype }),
  grad: ({ inputs: [x], output, gradient, attrs: { alpha } }, ops): Gradients => [
    ops.where(ops.greater(x, 0), gradient, ops.multiply(gradient, ops.add(output, alpha))),
  ],
  decompose: ([x], { alpha }, ops): Tensor => {
    const positive = ops.greater(x, 0);
    const below = ops.multiply(ops.expm1(ops.where(positive, 0, x)), alpha);
    return ops.where(positive, x, below);
  },
  cases: [
    { inputs: [[2, 5]], attrs: { alpha: 1 } },
    { inputs: [[2, 5]], attrs: { alpha: 0.3 } },
    {
      inputs: [{ shape: [5], data: [Number.NaN, Number.POSITIVE_INFINITY, -1e4, 0, -1e-4] }],
      attrs: { alpha: 1 },
    },
    { inputs: [[0, 3]], attrs: { alpha: 1 } },
  ],
});

/** Exponential linear unit: x where x > 0, `alpha` (eˣ − 1) elsewhere; `alpha` is 1 by default. */
export const elu = builder(
  definition,
  (x: TensorLike, options: { readonly alpha?: number } = {}): Tensor =>
    apply(definition, [asWideFloat(tensor(x))], { alpha: options.alpha ?? 1 }),
);
