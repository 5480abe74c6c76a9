import { apply } from "../../graph/apply.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { builder, defineOp, type Spec } from "../definition.js";
import { items } from "../item.js";
import { batchOf, checkSquare, matrices } from "./matrices.js";

const definition = defineOp({
  name: "luFactor",
  inputs: ["x"],
  infer: ([x]): readonly Spec[] => {
    checkSquare(x, "luFactor");
    return [
      { shape: x.shape, dtype: x.dtype },
      { shape: [...batchOf(x), x.shape.at(-1) as number], dtype: "int32" },
    ];
  },
  grad: null,
  cases: [
    { inputs: [{ shape: [2, 2], data: [1, 2, 3, 4] }] },
    { inputs: [{ shape: [3, 3], data: [0, 2, 1, 4, 1, -1, 2, 0, 3] }] },
  ],
  tolerance: 1e-4,
});

/**
 * Both triangles of the LU factorization with partial pivoting in one matrix [..., n, n], and the
 * pivots [..., n] (int32): row i was exchanged with row `pivots[i]`. Has no gradient.
 */
export const luFactor = builder(definition, (x: TensorLike): [lu: Tensor, pivots: Tensor] => {
  return items(apply(definition, [matrices(x, "luFactor")], {})) as [Tensor, Tensor];
});
