import { ops, type Tensor } from "@antler/core";

/** The coefficients of one step: a·X + (b·A + c·A²)·X with A = X·Xᵀ. */
export interface NewtonSchulzCoefficients {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/**
 * The orthogonal matrix nearest to `x` [rows, columns], roughly: singular values come near 1 by a
 * polynomial iteration that needs nothing but matrix products (Jordan et al., 2024).
 */
export function orthogonalize(
  x: Tensor,
  steps: number,
  { a, b, c }: NewtonSchulzCoefficients,
): Tensor {
  const isTall = Number(x.shape.at(-2)) > Number(x.shape.at(-1));
  const wide = isTall ? x.transpose() : x;
  // A spectral norm of at most 1 makes the iteration converge.
  let result = wide.divide(ops.square(wide).sum().sqrt().add(1e-7));
  for (let i = 0; i < steps; i++) {
    const gram = result.matmul(result.transpose());
    const polynomial = gram.multiply(b).add(gram.multiply(c).matmul(gram));
    result = result.multiply(a).add(polynomial.matmul(result));
  }
  return isTall ? result.transpose() : result;
}
