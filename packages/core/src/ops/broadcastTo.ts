import { ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import {
  broadcastShapes,
  equalShapes,
  formatShape,
  parseShape,
  type Shape,
  type ShapeLike,
} from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { reduceTo } from "./elementwise.js";

const definition = defineOp({
  name: "broadcastTo",
  inputs: ["x"],
  infer: ([x], { shape }: { readonly shape: Shape }) => {
    if (!equalShapes(broadcastShapes("broadcastTo", x.shape, shape), shape)) {
      throw new ShapeError(
        `broadcastTo: ${formatShape(x.shape)} does not broadcast to ${formatShape(shape)}.`,
      );
    }
    return { shape, dtype: x.dtype };
  },
  grad: ({ inputs: [x], gradient }, ops): Gradients => [reduceTo(gradient, x, ops)],
  vectorize: ({ shape }, size) => ({ shape: [size, ...shape] }),
  cases: [
    { inputs: [[3]], attrs: { shape: [2, 3] }, dtypes: ["float32", "int32", "bool"] },
    { inputs: [[2, 1, 3]], attrs: { shape: [2, 4, 3] } },
    { inputs: [[]], attrs: { shape: [2, 2] } },
    { inputs: [[1, 3]], attrs: { shape: [0, 3] } },
    { inputs: [[2, 1, 3]], attrs: { shape: [2, 0, 3] } },
  ],
});

/**
 * `x` repeated along new leading axes and axes of size 1, by NumPy's rule.
 * @throws ShapeError if `x` does not fit `shape`
 */
export const broadcastTo = builder(
  definition,
  (x: TensorLike, shape: ShapeLike | number): Tensor => {
    const dims = typeof shape === "number" ? [shape] : shape;
    const [input, target] = [tensor(x), parseShape(dims, "broadcastTo")];
    return equalShapes(input.shape, target) ? input : apply(definition, [input], { shape: target });
  },
);
