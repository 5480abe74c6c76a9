import { floatX } from "../../dtype.js";
import { ArgumentError } from "../../errors.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { knownValue } from "../indices.js";
import { constant } from "../sequences.js";

/** Triangular window of `x` points, 0 at both ends. */
export function bartlett(x: TensorLike): Tensor {
  return window(x, "bartlett", (t) => 1 - Math.abs(2 * t - 1));
}

/** Blackman's window of `x` points: three cosine terms. */
export function blackman(x: TensorLike): Tensor {
  return window(x, "blackman", (t) => 0.42 - 0.5 * wave(t) + 0.08 * wave(2 * t));
}

/** Hamming's window of `x` points: a raised cosine, 0.08 at both ends. */
export function hamming(x: TensorLike): Tensor {
  return window(x, "hamming", (t) => 0.54 - 0.46 * wave(t));
}

/** Hann's window of `x` points: a raised cosine, 0 at both ends. */
export function hanning(x: TensorLike): Tensor {
  return window(x, "hanning", (t) => 0.5 - 0.5 * wave(t));
}

/** Kaiser's window of `x` points; the larger `beta`, the narrower. */
export function kaiser(x: TensorLike, beta: TensorLike): Tensor {
  const width = numberOf(beta, "kaiser", "beta");
  return window(
    x,
    "kaiser",
    (t) => bessel(width * Math.sqrt(1 - (2 * t - 1) ** 2)) / bessel(width),
  );
}

/** `shape` at `x` points from 0 to 1. */
function window(x: TensorLike, where: string, shape: (t: number) => number): Tensor {
  const points = Math.max(0, Math.trunc(numberOf(x, where, "length")));
  const values = Array.from({ length: points }, (_, i) =>
    points === 1 ? 1 : shape(i / (points - 1)),
  );
  return constant(values, floatX);
}

function numberOf(x: TensorLike, where: string, what: string): number {
  if (typeof x === "number") return x;
  const value = knownValue(tensor(x));
  const number = value?.data[0];
  if (value !== undefined && value.data.length === 1 && number !== undefined) return number;
  throw new ArgumentError(
    `${where}: the ${what} decides the shape, so it must be known when the graph is built. ` +
      `Expected a number, received ${tensor(x)}. Read its value first: await x.item().`,
  );
}

/** cos 2πt */
function wave(t: number): number {
  return Math.cos(2 * Math.PI * t);
}

/** The modified Bessel function I₀ by its power series, which converges for all x. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
