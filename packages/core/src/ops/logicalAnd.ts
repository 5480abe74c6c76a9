import { apply } from "../graph/apply.js";
import { broadcastShapes } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp } from "./definition.js";
import { castTo } from "./elementwise.js";

const definition = defineOp({
  name: "logicalAnd",
  inputs: ["a", "b"],
  infer: ([a, b]) => ({
    shape: broadcastShapes("logicalAnd", a.shape, b.shape),
    dtype: "bool" as const,
  }),
  grad: null,
  scalar: (a, b) => (a && b ? 1 : 0),
  cases: [
    {
      inputs: [
        { shape: [2, 3], dtype: "bool" },
        { shape: [3], dtype: "bool" },
      ],
    },
  ],
});

/** Whether both a and b are true (non-zero), as bool, element-wise with broadcasting. */
export const logicalAnd = builder(
  definition,
  (a: TensorLike, b: TensorLike): Tensor =>
    apply(definition, [castTo(tensor(a), "bool"), castTo(tensor(b), "bool")], {}),
);
