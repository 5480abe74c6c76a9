import { apply } from "../graph/apply.js";
import type { Shape } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { poolCases } from "./pooling.js";
import { averagePoolVolumeGrad, hasDepth } from "./volume.js";
import type { PoolAttrs } from "./window.js";

/** A pooling's attributes and the shape of the input whose gradient is asked for. */
export interface AveragePoolGradAttrs extends PoolAttrs {
  readonly inputShape: Shape;
}

const definition = defineOp({
  name: "averagePoolGrad",
  inputs: ["gradient"],
  infer: ([gradient], { inputShape }: AveragePoolGradAttrs) => ({
    shape: inputShape,
    dtype: gradient.dtype,
  }),
  grad: ({ gradient, attrs: { poolSize, strides, padding } }, ops): Gradients => [
    ops.averagePool(gradient, poolSize, { strides, padding }),
  ],
  decompose: ([gradient], { inputShape, ...attrs }, ops): Tensor | null =>
    hasDepth(attrs) ? averagePoolVolumeGrad(gradient, attrs, inputShape, ops) : null,
  cases: poolCases.map(({ x, y, attrs }) => ({ inputs: [y], attrs: { ...attrs, inputShape: x } })),
});

/** Gradient of `averagePool`: each output's gradient spread evenly over its window's elements. */
export const averagePoolGrad = builder(
  definition,
  (gradient: Tensor, attrs: AveragePoolGradAttrs): Tensor => apply(definition, [gradient], attrs),
);
