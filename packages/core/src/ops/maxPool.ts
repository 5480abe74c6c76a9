import type { TensorLike } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { type PoolOptions, pool, poolCases, pooledShape } from "./pooling.js";
import type { PerAxis, PoolAttrs } from "./window.js";

const definition = defineOp({
  name: "maxPool",
  inputs: ["x"],
  infer: ([x], attrs: PoolAttrs) => ({ shape: pooledShape(x, attrs, "maxPool"), dtype: x.dtype }),
  grad: ({ inputs: [x], gradient, attrs }, ops): Gradients => [ops.maxPoolGrad(x, gradient, attrs)],
  cases: poolCases.map(({ x, attrs }) => ({ inputs: [x], attrs })),
});

/**
 * Largest element of each window: x [batch, ...spatial, channels] → [batch, ...spatial', channels].
 * @throws ShapeError if the window does not fit
 */
export const maxPool = builder(
  definition,
  (x: TensorLike, poolSize: PerAxis = 2, options: PoolOptions = {}): Tensor =>
    pool(definition, x, poolSize, options),
);
