import { apply } from "../graph/apply.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";

const definition = defineOp({
  name: "barrier",
  inputs: ["x", "after"],
  infer: ([x]) => ({ shape: x.shape, dtype: x.dtype }),
  grad: ({ gradient }): Gradients => [gradient, null],
  cases: [{ inputs: [[2, 3], [2]] }, { inputs: [[0], []] }],
});

/**
 * `x`, but as a value of its own that comes after `after`: what is computed from it is not merged
 * with what was computed from `x` before.
 */
export const barrier = builder(
  definition,
  (x: Tensor, after: Tensor): Tensor => apply(definition, [x, after], {}),
);
