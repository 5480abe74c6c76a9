import { binary, binaryGradient } from "./elementwise.js";

/** a − b, element-wise with broadcasting. */
export const subtract = binary({
  name: "subtract",
  accepts: "number",
  scalar: (a, b) => a - b,
  grad: binaryGradient(({ gradient }, ops) => [gradient, ops.negative(gradient)]),
});
