import type { Tensor } from "../tensor/tensor.js";
import type { Ops } from "./definition.js";
import { binary, binaryGradient } from "./elementwise.js";
import { knownScalar } from "./known.js";

/** aᵇ, element-wise with broadcasting, in the promoted dtype. */
export const power = binary({
  name: "power",
  accepts: "arithmetic",
  // IEEE 754 has 1 for 1 to any power, and for −1 to an infinite one; JavaScript has NaN.
  scalar: (a, b) => (a === 1 || (a === -1 && Math.abs(b) === Infinity) ? 1 : a ** b),
  grad: binaryGradient(({ inputs: [a, b], output, gradient }, ops): readonly [Tensor, Tensor] => {
    const isZero = ops.equal(a, 0);
    const logarithm = ops.where(isZero, 0, ops.log(ops.where(isZero, 1, a)));
    return [
      ops.multiply(gradient, slope(a, b, ops)),
      ops.multiply(gradient, ops.multiply(output, logarithm)),
    ];
  }),
  domain: [0.5, 3],
  cases: [
    {
      inputs: [
        { shape: [6], dtype: "int32", data: [2, -3, 0, 7, -1, 5] },
        { shape: [6], dtype: "int32", data: [10, 3, 0, 1, 5, 2] },
      ],
    },
  ],
});

/** b aᵇ⁻¹, and 0 for b = 0, where a may be 0 as well. */
function slope(a: Tensor, b: Tensor, ops: Ops): Tensor {
  const whole = ops.multiply(b, ops.power(a, ops.subtract(b, 1)));
  const known = knownScalar(b);
  return known === undefined || known === 0 ? ops.where(ops.equal(b, 0), 0, whole) : whole;
}
