import { apply } from "../../graph/apply.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { squeeze } from "../composite/axes.js";
import { builder, defineOp, type Gradients } from "../definition.js";
import { turned } from "./matrices.js";
import { inferSolution, sides } from "./solve.js";

const definition = defineOp({
  name: "solveTriangular",
  inputs: ["a", "b"],
  infer: ([a, b], _: { readonly lower: boolean }) => inferSolution("solveTriangular", a, b),
  grad: ({ inputs: [a], output, gradient, attrs: { lower } }, ops): Gradients => {
    const right = ops.solveTriangular(turned(a, ops), gradient, { lower: !lower });
    const whole = ops.negative(ops.matmul(right, turned(output, ops)));
    return [lower ? ops.tril(whole) : ops.triu(whole), right];
  },
  cases: [
    { inputs: [{ shape: [2, 2], data: [3, 9, 1, 2] }, [2, 3]], attrs: { lower: true } },
    { inputs: [{ shape: [2, 2], data: [3, 1, 9, 2] }, [2, 1]], attrs: { lower: false } },
  ],
  tolerance: 1e-4,
});

/**
 * The solution x of a · x = b for triangular matrices a [..., n, n]; only their upper (or, with the
 * option `lower`, their lower) triangle is read.
 * @throws ShapeError if they do not fit; BackendError when run if a diagonal has a zero
 */
export const solveTriangular = builder(
  definition,
  (a: TensorLike, b: TensorLike, options: { readonly lower?: boolean } = {}): Tensor => {
    const [matrix, columns, isVector] = sides(a, b, "solveTriangular");
    const x = apply(definition, [matrix, columns], { lower: options.lower === true });
    return isVector ? squeeze(x, -1) : x;
  },
);
