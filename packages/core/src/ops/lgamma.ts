import type { Tensor } from "../tensor/tensor.js";
import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";
import { logGamma, overSteps, polynomial, prepare } from "./gammaFunctions.js";

/** Logarithm of the absolute value of the gamma function, element-wise; ∞ at its poles. */
export const lgamma = unary({
  name: "lgamma",
  accepts: "float",
  scalar: logGamma,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [ops.multiply(gradient, ops.digamma(x))],
  // Stirling's series; below 8 by Γ(z) = Γ(z + 8) / (z (z + 1) … (z + 7)).
  decompose: ([x], _, ops): Tensor => {
    const prepared = prepare(x, ops);
    const { turned, z, large, angle } = prepared;
    const inverse = ops.divide(1, large);
    const tail = ops.multiply(
      inverse,
      polynomial(ops.multiply(inverse, inverse), [1 / 12, -1 / 360, 1 / 1260], ops),
    );
    const main = ops.multiply(ops.subtract(large, 0.5), ops.subtract(ops.log(large), 1));
    const stirling = ops.add(ops.add(main, 0.5 * Math.log(2 * Math.PI) - 0.5), tail);
    const product = overSteps(prepared, (shifted) => shifted, ops.multiply, 1, ops);
    const value = ops.subtract(stirling, ops.log(product));
    const sine = ops.abs(ops.sin(ops.where(turned, angle, 1)));
    const mirrored = ops.subtract(ops.subtract(Math.log(Math.PI), ops.log(sine)), value);
    const finite = ops.where(turned, mirrored, value);
    return ops.where(ops.equal(z, Number.POSITIVE_INFINITY), z, finite);
  },
  domain: [0.2, 6],
  cases: [
    { inputs: [{ shape: [6], data: [-0.5, -1.3, -3.7, -20.25, 0.01, 0.49] }] },
    { inputs: [{ shape: [6], data: [1, 2, 0.5, 7.99, 50, 10_000] }] },
  ],
});
