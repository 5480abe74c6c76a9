import { isFloat } from "../dtype.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { castTo } from "./elementwise.js";
import { type PoolOptions, pool, poolCases, pooledShape } from "./pooling.js";
import { hasDepth, poolVolume } from "./volume.js";
import type { PerAxis, PoolAttrs } from "./window.js";

const definition = defineOp({
  name: "maxPool",
  inputs: ["x"],
  infer: ([x], attrs: PoolAttrs) => ({ shape: pooledShape(x, attrs, "maxPool"), dtype: x.dtype }),
  grad: ({ inputs: [x], gradient, attrs }, ops): Gradients => [ops.maxPoolGrad(x, gradient, attrs)],
  decompose: ([x], attrs, ops): Tensor | null =>
    hasDepth(attrs) ? poolVolume("maxPool", x, attrs, ops) : null,
  cases: poolCases.map(({ x, attrs }) => ({ inputs: [x], attrs })),
});

/**
 * Largest element of each window over 1 to 3 spatial axes:
 * inputs [batch, ...spatial, channels] → [batch, ...spatial', channels], or channels first by
 * `dataFormat`. Padding never wins; integers stay integers.
 * @throws ShapeError if the window does not fit
 */
export const maxPool = builder(
  definition,
  (inputs: TensorLike, poolSize: PerAxis, options: PoolOptions = {}): Tensor => {
    const x = tensor(inputs);
    const largest = pool(definition, x, poolSize, options, "max");
    return isFloat(x.dtype) ? largest : castTo(largest, x.dtype);
  },
);
