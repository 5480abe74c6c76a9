import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Gauss error function 2/√π ∫₀ˣ e^(−t²) dt, element-wise. */
export const erf = unary({
  name: "erf",
  accepts: "float",
  scalar: errorFunction,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [
    ops.multiply(
      gradient,
      ops.multiply(2 / Math.sqrt(Math.PI), ops.exp(ops.negative(ops.multiply(x, x)))),
    ),
  ],
});

/**
 * To double precision: the Maclaurin series up to 2.5, beyond it the continued fraction of erfc.
 * Source: Abramowitz & Stegun 7.1.6 and 7.1.14.
 */
function errorFunction(x: number): number {
  const z = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (z > 6) return Math.sign(x);
  if (z < 2.5) {
    let term = z;
    let sum = z;
    for (let n = 1; Math.abs(term) > 1e-17 * sum; n++) {
      term *= (2 * z * z) / (2 * n + 1);
      sum += term;
    }
    return Math.sign(x) * (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum;
  }
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (z + fraction);
  return Math.sign(x) * (1 - Math.exp(-z * z) / (Math.sqrt(Math.PI) * (z + fraction)));
}
