import { apply } from "../graph/apply.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp } from "./definition.js";
import { castTo } from "./elementwise.js";

const definition = defineOp({
  name: "logicalNot",
  inputs: ["x"],
  infer: ([x]) => ({ shape: x.shape, dtype: "bool" as const }),
  grad: null,
  scalar: (x) => (x === 0 ? 1 : 0),
  cases: [{ inputs: [{ shape: [2, 3], dtype: "bool" }] }],
});

/** Whether each element is zero (false), as bool. */
export const logicalNot = builder(
  definition,
  (x: TensorLike): Tensor => apply(definition, [castTo(tensor(x), "bool")], {}),
);
