import { apply } from "../graph/apply.js";
import { normalizeAxes } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import type { Axis } from "./reduction.js";

const definition = defineOp({
  name: "flip",
  inputs: ["x"],
  infer: ([x], _: { readonly axes: readonly number[] }) => ({ shape: x.shape, dtype: x.dtype }),
  grad: ({ gradient, attrs: { axes } }, ops): Gradients => [ops.flip(gradient, axes)],
  vectorize: ({ axes }) => ({ axes: axes.map((axis) => axis + 1) }),
  cases: [
    { inputs: [[2, 3, 4]], attrs: { axes: [0, 2] }, dtypes: ["float32", "int32", "bool"] },
    { inputs: [[5]], attrs: { axes: [0] } },
    { inputs: [[0, 2]], attrs: { axes: [1] } },
  ],
});

/**
 * The elements in opposite order along `axis` (default: all axes).
 * @throws ShapeError if an axis does not exist
 */
export const flip = builder(definition, (x: TensorLike, axis?: Axis): Tensor => {
  const input = tensor(x);
  return apply(definition, [input], { axes: normalizeAxes(axis, input.rank, "flip") });
});
