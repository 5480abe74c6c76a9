import type { DType } from "../../dtype.js";
import { tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { concatenate } from "../concatenate.js";
import { matmul } from "../matmul.js";
import { multiply } from "../multiply.js";
import { pad } from "../pad.js";
import { reshape } from "../reshape.js";
import { stridedSlice } from "../stridedSlice.js";
import { subtract } from "../subtract.js";
import { transpose } from "../transpose.js";
import type { Complex } from "./complex.js";
import {
  directLength,
  largestFactor,
  largestPrime,
  rootOfUnity,
  splitLength,
  transformInPlace,
} from "./factors.js";

/**
 * X_k = Σⱼ xⱼ e^(−2πi jk/n) along the last axis of rows [r, n]. Short transforms are one product
 * with a constant matrix; n = a · b becomes transforms of a and b (Cooley & Tukey 1965), a large
 * prime a circular convolution (Bluestein 1970).
 */
export function dft(x: Complex, n: number): Complex {
  const a = splitLength(n);
  if (n <= directLength) return direct(x, n);
  if (largestFactor(n) > largestPrime) return chirp(x, n);
  return a === 1 ? direct(x, n) : mixed(x, a, n / a);
}

/** The inverse without its factor 1/n: real and imaginary part change places before and after. */
export function inverseDft([real, imaginary]: Complex, n: number): Complex {
  const [im, re] = dft([imaginary, real], n);
  return [re, im];
}

/** [re, im] · [[C, −S], [S, C]]: one real product of twice the length. */
function direct([real, imaginary]: Complex, n: number): Complex {
  const matrix = new Float64Array(4 * n * n);
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < n; k++) {
      const [cos, sin] = rootOfUnity(-j * k, n);
      matrix[j * 2 * n + k] = cos;
      matrix[j * 2 * n + n + k] = sin;
      matrix[(n + j) * 2 * n + k] = -sin;
      matrix[(n + j) * 2 * n + n + k] = cos;
    }
  }
  const { dtype } = real;
  const product = matmul(
    concatenate([real, imaginary], -1),
    tensor(matrix, { shape: [2 * n, 2 * n], dtype }),
  );
  return [columns(product, 0, n), columns(product, n, 2 * n)];
}

/** j = b · j₁ + j₂ and k = k₁ + a · k₂: transforms of a, a turn of each number, transforms of b. */
function mixed(x: Complex, a: number, b: number): Complex {
  const n = a * b;
  const rows = x[0].shape[0] ?? 1;
  const swapped = (part: Tensor, from: number, to: number): Tensor =>
    transpose(reshape(part, [rows, from, to]), [0, 2, 1]);
  const inner = each(x, (part) => reshape(swapped(part, a, b), [-1, a]));
  const turned = timesRoots(
    each(dft(inner, a), (part) => reshape(part, [rows, b, a])),
    [b, a],
    (at) => rootOfUnity(-Math.floor(at / a) * (at % a), n),
  );
  const outer = each(turned, (part) => reshape(transpose(part, [0, 2, 1]), [-1, b]));
  return each(dft(outer, b), (part) => reshape(swapped(part, a, b), [rows, n]));
}

/** jk = (j² + k² − (k − j)²) / 2: a convolution with e^(πi j²/n), done by transforms of 2ᵐ. */
function chirp(x: Complex, n: number): Complex {
  const size = 2 ** Math.ceil(Math.log2(2 * n - 1));
  const turn = (j: number): readonly [number, number] =>
    // j² may be too large for an exact product: (j² mod 2n) is not.
    rootOfUnity(-Number((BigInt(j) * BigInt(j)) % BigInt(2 * n)), 2 * n);
  const [real, imaginary] = [new Float64Array(size), new Float64Array(size)];
  for (let j = 0; j < n; j++) {
    const [cos, sin] = turn(j);
    for (const at of [j, (size - j) % size]) [real[at], imaginary[at]] = [cos, -sin];
  }
  transformInPlace(real, imaginary);
  const wide = each(timesRoots(x, [n], turn), (part) =>
    pad(part, [
      [0, 0],
      [0, size - n],
    ]),
  );
  const spectrum = timesRoots(dft(wide, size), [size], (at) => [
    (real[at] as number) / size,
    (imaginary[at] as number) / size,
  ]);
  const narrow = each(inverseDft(spectrum, size), (part) => columns(part, 0, n));
  return timesRoots(narrow, [n], turn);
}

/** Each number times a constant one. */
function timesRoots(
  [real, imaginary]: Complex,
  shape: readonly number[],
  factor: (at: number) => readonly [number, number],
): Complex {
  const count = shape.reduce((product, dim) => product * dim, 1);
  const factors = Array.from({ length: count }, (_, at) => factor(at));
  const { dtype } = real;
  const constant = (part: 0 | 1): Tensor =>
    constantOf(
      factors.map((pair) => pair[part]),
      shape,
      dtype,
    );
  const [cos, sin] = [constant(0), constant(1)];
  return [
    subtract(multiply(real, cos), multiply(imaginary, sin)),
    add(multiply(real, sin), multiply(imaginary, cos)),
  ];
}

/** A constant from numbers in float64. */
export function constantOf(
  values: ArrayLike<number>,
  shape: readonly number[],
  dtype: DType,
): Tensor {
  return tensor(Float64Array.from(values), { shape, dtype });
}

/** Columns of [r, n]. */
export function columns(x: Tensor, begin: number, end: number): Tensor {
  return stridedSlice(x, [0, begin], [x.shape[0] ?? 1, end]);
}

function each([real, imaginary]: Complex, change: (part: Tensor) => Tensor): Complex {
  return [change(real), change(imaginary)];
}
