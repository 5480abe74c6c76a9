import { apply } from "../graph/apply.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp } from "./definition.js";

const definition = defineOp({
  name: "stopGradient",
  inputs: ["x"],
  infer: ([x]) => ({ shape: x.shape, dtype: x.dtype }),
  grad: null,
  // Only `grad` looks at it: no backend ever computes anything.
  decompose: ([x]): Tensor => x,
  vectorize: "aligned",
  cases: [{ inputs: [[2]] }],
});

/** `x` itself, as a constant to `grad`. */
export const stopGradient = builder(
  definition,
  (x: TensorLike): Tensor => apply(definition, [tensor(x)], {}),
);
