import { apply } from "../../graph/apply.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { builder, defineOp, type Gradients, type Ops, type Spec } from "../definition.js";
import { item, items } from "../item.js";
import { batchOf, checkSquare, matrices, symmetric, turned } from "./matrices.js";

const definition = defineOp({
  name: "eigh",
  inputs: ["x"],
  infer: ([x]): readonly Spec[] => {
    checkSquare(x, "eigh");
    return [
      { shape: [...batchOf(x), x.shape.at(-1) as number], dtype: x.dtype },
      { shape: x.shape, dtype: x.dtype },
    ];
  },
  // V (diag(w̄) + F ∘ Vᵀ V̄) Vᵀ, where F holds 1 / (wⱼ − wᵢ) off the diagonal.
  grad: ({ output, gradient: [ofValues, ofVectors] }, ops): Gradients => {
    const [values, vectors] = [item(output, 0), item(output, 1)];
    const parts: Tensor[] = [];
    if (ofValues) parts.push(onDiagonal(ofValues, ops));
    if (ofVectors) {
      const inner = ops.matmul(turned(vectors, ops), ofVectors);
      parts.push(ops.multiply(inner, inverseGaps(values, ops)));
    }
    const [first, ...rest] = parts as [Tensor, ...Tensor[]];
    const middle = rest.reduce((a, b) => ops.add(a, b), first);
    const whole = ops.matmul(ops.matmul(vectors, middle), turned(vectors, ops));
    return [symmetric(whole, ops)];
  },
  cases: [{ inputs: [{ shape: [2, 2], data: [3, 1, 1, 2] }] }],
});

/** [..., n] → [..., n, n] with the values on the diagonal. */
export function onDiagonal(values: Tensor, ops: Ops): Tensor {
  const identity = ops.eye(values.shape.at(-1) as number, { dtype: values.dtype });
  return ops.multiply(ops.expandDims(values, -1), identity);
}

/** 1 / (vⱼ − vᵢ), and 0 where both are equal: there the vectors are not determined. */
export function inverseGaps(values: Tensor, ops: Ops): Tensor {
  const gaps = ops.subtract(ops.expandDims(values, -2), ops.expandDims(values, -1));
  const isZero = ops.equal(gaps, 0);
  return ops.where(isZero, 0, ops.divide(1, ops.where(isZero, 1, gaps)));
}

/**
 * Eigenvalues [..., n], ascending, and eigenvectors [..., n, n], as columns, of symmetric matrices.
 * The sign of a vector is free.
 */
export const eigh = builder(definition, (x: TensorLike): [values: Tensor, vectors: Tensor] => {
  return items(apply(definition, [matrices(x, "eigh")], {})) as [Tensor, Tensor];
});
