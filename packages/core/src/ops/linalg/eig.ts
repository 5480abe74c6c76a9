import { apply } from "../../graph/apply.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { builder, defineOp, type Spec } from "../definition.js";
import { items } from "../item.js";
import { batchOf, checkSquare, matrices } from "./matrices.js";

const definition = defineOp({
  name: "eig",
  inputs: ["x"],
  infer: ([x]): readonly Spec[] => {
    checkSquare(x, "eig");
    const values = { shape: [...batchOf(x), x.shape.at(-1) as number], dtype: x.dtype };
    const vectors = { shape: x.shape, dtype: x.dtype };
    return [values, values, vectors, vectors];
  },
  grad: null,
  cases: [{ inputs: [{ shape: [2, 2], data: [3, 1, 1, 2] }] }],
});

/**
 * Eigenvalues [..., n] and eigenvectors [..., n, n], as columns, of any square matrices, both as pairs
 * (real, imaginary). Their order and the scale of a vector are free. Has no gradient: for symmetric
 * matrices use `eigh`.
 */
export const eig = builder(
  definition,
  (x: TensorLike): [values: [Tensor, Tensor], vectors: [Tensor, Tensor]] => {
    const [a, b, c, d] = items(apply(definition, [matrices(x, "eig")], {}));
    return [
      [a as Tensor, b as Tensor],
      [c as Tensor, d as Tensor],
    ];
  },
);
