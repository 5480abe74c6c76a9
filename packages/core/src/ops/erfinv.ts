import { erfinv as inverse } from "../special/erf.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Gradients } from "./definition.js";
import { polynomial, unary } from "./elementwise.js";

// Source: M. Giles, "Approximating the erfinv function" (GPU Computing Gems, 2011), in single precision.
const central = [
  ...[1.50140941, 0.246640727, -0.00417768164, -0.00125372503, 0.00021858087],
  ...[-4.39150654e-6, -3.5233877e-6, 3.43273939e-7, 2.81022636e-8],
];
const outer = [
  ...[2.83297682, 1.00167406, 0.00943887047, -0.0076224613, 0.00573950773],
  ...[-0.00367342844, 0.00134934322, 0.000100950558, -0.000200214257],
];

/** The inverse of erf, element-wise: infinite at ±1, NaN beyond. */
export const erfinv = unary({
  name: "erfinv",
  accepts: "wideFloat",
  scalar: inverse,
  grad: ({ output, gradient }, ops): Gradients => [
    ops.multiply(
      gradient,
      ops.multiply(Math.sqrt(Math.PI) / 2, ops.exp(ops.multiply(output, output))),
    ),
  ],
  decompose: ([x], _attrs, ops): Tensor => {
    const w = ops.negative(ops.log(ops.multiply(ops.subtract(1, x), ops.add(1, x))));
    const near = polynomial(ops.subtract(w, 2.5), central, ops);
    const far = polynomial(ops.subtract(ops.sqrt(w), 3), outer, ops);
    const inside = ops.multiply(x, ops.where(ops.less(w, 5), near, far));
    const atEnd = ops.equal(ops.abs(x), 1);
    return ops.where(atEnd, ops.multiply(x, Number.POSITIVE_INFINITY), inside);
  },
  domain: [-0.95, 0.95],
  cases: [{ inputs: [{ shape: [4], data: [0.9999, -0.99999, 1e-5, 0] }] }],
});
