import type { Tensor } from "../tensor/tensor.js";
import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";
import { digammaOf, overSteps, polynomial, prepare, trigamma } from "./gammaFunctions.js";

/** Derivative of {@link lgamma}, element-wise; also called psi. */
export const digamma = unary({
  name: "digamma",
  accepts: "float",
  scalar: digammaOf,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [ops.multiply(gradient, trigamma(x, ops))],
  // The asymptotic series; below 8 by ψ(z) = ψ(z + 8) − Σ 1 / (z + k).
  decompose: ([x], _, ops): Tensor => {
    const prepared = prepare(x, ops);
    const { turned, large, angle } = prepared;
    const inverse = ops.divide(1, large);
    const s = ops.multiply(inverse, inverse);
    const tail = ops.multiply(s, polynomial(s, [1 / 12, -1 / 120, 1 / 252], ops));
    const series = ops.subtract(ops.subtract(ops.log(large), ops.multiply(inverse, 0.5)), tail);
    const below = overSteps(prepared, (shifted) => ops.divide(1, shifted), ops.add, 0, ops);
    const value = ops.subtract(series, below);
    const safe = ops.where(turned, angle, 1);
    const cotangent = ops.divide(ops.multiply(ops.cos(safe), Math.PI), ops.sin(safe));
    const pole = ops.logicalAnd(ops.less(x, 0), ops.equal(angle, 0));
    const mirrored = ops.where(pole, Number.NaN, ops.subtract(value, cotangent));
    return ops.where(turned, mirrored, value);
  },
  domain: [0.2, 6],
  cases: [
    { inputs: [{ shape: [6], data: [-0.5, -1.3, -3.7, -20.25, 0.01, 0.49] }] },
    { inputs: [{ shape: [6], data: [1, 2, 0.5, 7.99, 50, 10_000] }] },
  ],
});
