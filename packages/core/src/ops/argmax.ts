import { apply } from "../graph/apply.js";
import { normalizeAxis } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp } from "./definition.js";
import { castTo } from "./elementwise.js";
import { reducedShape } from "./reduction.js";

const definition = defineOp({
  name: "argmax",
  inputs: ["x"],
  infer: ([x], { axis }: { readonly axis: number }) => ({
    shape: reducedShape(x.shape, [axis], false),
    dtype: "int32" as const,
  }),
  grad: null,
  cases: [
    { inputs: [[2, 3, 4]], attrs: { axis: 1 }, dtypes: ["float32", "int32"] },
    { inputs: [[5]], attrs: { axis: 0 } },
    { inputs: [{ shape: [2, 3], data: [1, 3, 3, 2, 2, 0] }], attrs: { axis: 1 } },
  ],
});

/**
 * Index (int32) of the largest element along `axis`, the first of equals. Default: the last axis.
 * @throws ShapeError if the axis does not exist
 */
export const argmax = builder(definition, (x: TensorLike, axis = -1): Tensor => {
  const input = tensor(x);
  const operand = castTo(input, input.dtype === "bool" ? "int32" : input.dtype);
  return apply(definition, [operand], { axis: normalizeAxis(axis, input.rank, "argmax") });
});
