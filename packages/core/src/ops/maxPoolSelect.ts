import { apply } from "../graph/apply.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { poolCases, pooledShape } from "./pooling.js";
import { hasDepth, maxPoolVolumeSelect } from "./volume.js";
import type { PoolAttrs } from "./window.js";

const definition = defineOp({
  name: "maxPoolSelect",
  inputs: ["x", "values"],
  infer: ([x], attrs: PoolAttrs) => ({
    shape: pooledShape(x, attrs, "maxPoolSelect"),
    dtype: x.dtype,
  }),
  grad: ({ inputs: [x], gradient, attrs }, ops): Gradients => [
    null,
    ops.maxPoolGrad(x, gradient, attrs),
  ],
  decompose: ([x, values], attrs, ops): Tensor | null =>
    hasDepth(attrs) ? maxPoolVolumeSelect(x, values, attrs, ops) : null,
  cases: poolCases.map(({ x, attrs }) => ({ inputs: [x, x], attrs })),
});

/**
 * From each window the element of `values` that stands where x has its first largest one; the
 * adjoint of `maxPoolGrad`, needed for second derivatives. Both inputs have one shape.
 */
export const maxPoolSelect = builder(
  definition,
  (x: Tensor, values: Tensor, attrs: PoolAttrs): Tensor => apply(definition, [x, values], attrs),
);
