import { apply } from "../graph/apply.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { poolCases } from "./pooling.js";
import { hasDepth, maxPoolVolumeGrad } from "./volume.js";
import type { PoolAttrs } from "./window.js";

const definition = defineOp({
  name: "maxPoolGrad",
  inputs: ["x", "gradient"],
  infer: ([x], _: PoolAttrs) => ({ shape: x.shape, dtype: x.dtype }),
  // Which element wins is piecewise constant in x: nothing flows there.
  grad: ({ inputs: [x], gradient, attrs }, ops): Gradients => [
    null,
    ops.maxPoolSelect(x, gradient, attrs),
  ],
  decompose: ([x, gradient], attrs, ops): Tensor | null =>
    hasDepth(attrs) ? maxPoolVolumeGrad(x, gradient, attrs, ops) : null,
  cases: poolCases.map(({ x, y, attrs }) => ({ inputs: [x, y], attrs })),
});

/**
 * Gradient of `maxPool`: each output's gradient goes to the first largest element of its window.
 * x as given to `maxPool`, gradient of the pooled shape → the shape of x.
 */
export const maxPoolGrad = builder(
  definition,
  (x: Tensor, gradient: Tensor, attrs: PoolAttrs): Tensor =>
    apply(definition, [x, gradient], attrs),
);
