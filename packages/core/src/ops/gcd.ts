import type { Tensor } from "../tensor/tensor.js";
import { binary } from "./elementwise.js";

/** Euclid's algorithm needs no more steps than this for 32 bits (Fibonacci numbers are the worst). */
const steps = 47;

/**
 * Greatest common divisor, never negative, element-wise with broadcasting; that of 0 and x is |x|.
 * @throws DTypeError for floats
 */
export const gcd = binary({
  name: "gcd",
  accepts: "integer",
  scalar: (a, b) => {
    let [x, y] = [Math.abs(a), Math.abs(b)];
    while (y !== 0) [x, y] = [y, x % y];
    return x;
  },
  grad: null,
  decompose: ([a, b], _attrs, ops): Tensor => {
    let [x, y] = [ops.abs(a), ops.abs(b)];
    for (let i = 0; i < steps; i++) {
      const isDone = ops.equal(y, 0);
      [x, y] = [ops.where(isDone, x, y), ops.mod(ops.where(isDone, 0, x), ops.where(isDone, 1, y))];
    }
    return x;
  },
  domain: [-60, 60],
  cases: [
    {
      inputs: [
        { shape: [3], dtype: "uint8", data: [200, 12, 0] },
        { shape: [3], dtype: "uint8", data: [75, 18, 7] },
      ],
    },
    {
      inputs: [
        { shape: [3], dtype: "int32", data: [1836311903, 0, 12] },
        { shape: [3], dtype: "int32", data: [1134903170, 0, 0] },
      ],
    },
  ],
});
