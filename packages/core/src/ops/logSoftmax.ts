import { floatX, isFloat } from "../dtype.js";
import { apply } from "../graph/apply.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { alongAxes } from "./along-axes.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { castTo } from "./elementwise.js";

const definition = defineOp({
  name: "logSoftmax",
  inputs: ["x"],
  infer: ([x], _: { readonly axis: number }) => ({ shape: x.shape, dtype: x.dtype }),
  grad: ({ output, gradient, attrs: { axis } }, ops): Gradients => {
    const total = ops.sum(gradient, axis, { keepdims: true });
    return [ops.subtract(gradient, ops.multiply(ops.exp(output), total))];
  },
  decompose: ([x], { axis }, ops): Tensor => {
    const shifted = ops.subtract(x, ops.stopGradient(ops.max(x, axis, { keepdims: true })));
    return ops.subtract(shifted, ops.log(ops.sum(ops.exp(shifted), axis, { keepdims: true })));
  },
  vectorize: ({ axis }) => ({ axis: axis + 1 }),
  cases: [
    { inputs: [[2, 5]], attrs: { axis: 1 } },
    { inputs: [[2, 3, 4]], attrs: { axis: 1 } },
    { inputs: [{ shape: [1, 3], data: [1000, 999, -1000] }], attrs: { axis: 1 } },
    { inputs: [[0, 3]], attrs: { axis: 1 } },
  ],
});

/**
 * x − log Σ eˣ along `axis` (default: the last; several, or `null` for all), computed so that
 * nothing overflows.
 * @throws ShapeError if an axis does not exist
 */
export const logSoftmax = builder(
  definition,
  (x: TensorLike, axis: number | readonly number[] | null = -1): Tensor => {
    const input = tensor(x);
    const operand = castTo(input, isFloat(input.dtype) ? input.dtype : floatX);
    return alongAxes(operand, axis, "logSoftmax", (y, at) => apply(definition, [y], { axis: at }));
  },
);
