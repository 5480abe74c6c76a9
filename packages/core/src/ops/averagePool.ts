import type { TensorLike } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { type PoolOptions, pool, poolCases, pooledShape } from "./pooling.js";
import { hasDepth, poolVolume } from "./volume.js";
import type { PerAxis, PoolAttrs } from "./window.js";

const definition = defineOp({
  name: "averagePool",
  inputs: ["x"],
  infer: ([x], attrs: PoolAttrs) => ({
    shape: pooledShape(x, attrs, "averagePool"),
    dtype: x.dtype,
  }),
  grad: ({ inputs: [x], gradient, attrs }, ops): Gradients => [
    ops.averagePoolGrad(gradient, { ...attrs, inputShape: x.shape }),
  ],
  decompose: ([x], attrs, ops): Tensor | null =>
    hasDepth(attrs) ? poolVolume("averagePool", x, attrs, ops) : null,
  cases: poolCases.map(({ x, attrs }) => ({ inputs: [x], attrs })),
});

/**
 * Mean of each window over 1 to 3 spatial axes, padding not counted:
 * inputs [batch, ...spatial, channels] → [batch, ...spatial', channels], or channels first by
 * `dataFormat`. Integers give float32.
 * @throws ShapeError if the window does not fit
 */
export const averagePool = builder(
  definition,
  (inputs: TensorLike, poolSize: PerAxis, options: PoolOptions = {}): Tensor =>
    pool(definition, inputs, poolSize, options, "average"),
);
