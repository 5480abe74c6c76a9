import { apply } from "../../graph/apply.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { builder, defineOp, type Gradients, type Spec } from "../definition.js";
import { items } from "../item.js";
import { batchOf, checkSquare, matrices, turned } from "./matrices.js";

const definition = defineOp({
  name: "slogdet",
  inputs: ["x"],
  infer: ([x]): readonly Spec[] => {
    checkSquare(x, "slogdet");
    const one = { shape: batchOf(x), dtype: x.dtype };
    return [one, one];
  },
  // d log|det| = x⁻ᵀ; the sign is constant.
  grad: ({ inputs: [x], gradient: [, ofLogarithm] }, ops): Gradients => {
    if (!ofLogarithm) return [null];
    const factor = ops.expandDims(ops.expandDims(ofLogarithm, -1), -1);
    return [ops.multiply(factor, turned(ops.inv(x), ops))];
  },
  cases: [
    { inputs: [{ shape: [2, 2], data: [3, 1, 1, 2] }] },
    { inputs: [{ shape: [2, 2, 2], data: [0, 1, 1, 0, 2, 0, 0, -3] }] },
  ],
  tolerance: 1e-4,
});

/** Sign and logarithm of the absolute value of the determinants of matrices [..., n, n]. */
export const slogdet = builder(definition, (x: TensorLike): [sign: Tensor, logdet: Tensor] => {
  return items(apply(definition, [matrices(x, "slogdet")], {})) as [Tensor, Tensor];
});
