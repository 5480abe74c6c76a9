import { unary } from "./elementwise.js";

/** Nearest whole number, halves to the even one, element-wise. No gradient. */
export const round = unary({
  name: "round",
  accepts: "number",
  scalar: roundHalfToEven,
  grad: null,
  cases: [{ inputs: [{ shape: [6], data: [-1.5, -0.5, 0.5, 1.5, 2.5, 2.51] }] }],
});

function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}
