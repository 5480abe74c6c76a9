import { erf as errorFunction } from "../special/erf.js";
import type { Gradients } from "./definition.js";
import { unary } from "./elementwise.js";

/** Gauss error function 2/√π ∫₀ˣ e^(−t²) dt, element-wise. */
export const erf = unary({
  name: "erf",
  accepts: "wideFloat",
  scalar: errorFunction,
  grad: ({ inputs: [x], gradient }, ops): Gradients => [
    ops.multiply(
      gradient,
      ops.multiply(2 / Math.sqrt(Math.PI), ops.exp(ops.negative(ops.multiply(x, x)))),
    ),
  ],
});
