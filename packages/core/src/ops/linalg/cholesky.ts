import { apply } from "../../graph/apply.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { swapaxes } from "../composite/axes.js";
import { builder, defineOp, type Gradients } from "../definition.js";
import { checkSquare, matrices, symmetric, turned } from "./matrices.js";

const definition = defineOp({
  name: "cholesky",
  inputs: ["x"],
  infer: ([x]) => {
    checkSquare(x, "cholesky");
    return { shape: x.shape, dtype: x.dtype };
  },
  // L⁻ᵀ Φ(Lᵀ Ḡ) L⁻¹, made symmetric; Φ is the lower triangle with half the diagonal.
  grad: ({ output: l, gradient }, ops): Gradients => {
    const product = ops.matmul(turned(l, ops), gradient);
    const half = ops.multiply(ops.add(ops.tril(product), ops.tril(product, { k: -1 })), 0.5);
    const left = ops.solveTriangular(turned(l, ops), half);
    const both = turned(ops.solveTriangular(turned(l, ops), turned(left, ops)), ops);
    return [symmetric(both, ops)];
  },
  cases: [
    { inputs: [{ shape: [2, 2], data: [4, 2, 2, 5] }], dtypes: ["float32", "float64"] },
    { inputs: [{ shape: [2, 1, 1], data: [4, 9] }] },
  ],
  tolerance: 1e-4,
});

const factor = builder(
  definition,
  (x: TensorLike, options: { readonly upper?: boolean } = {}): Tensor => {
    const lower = apply(definition, [matrices(x, "cholesky")], {});
    return options.upper === true ? swapaxes(lower, -1, -2) : lower;
  },
);

/**
 * The lower triangular L with x = L Lᵀ of symmetric positive definite matrices [..., n, n]; with the
 * option `upper` its transpose.
 * @throws ShapeError if they are not square; BackendError when run if one is not positive definite
 */
export const cholesky = factor;
