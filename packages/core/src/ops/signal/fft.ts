import type { Dim } from "../../dimension.js";
import { floatX, isFloat } from "../../dtype.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape, type Shape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { concatenate } from "../concatenate.js";
import { divide } from "../divide.js";
import { castTo } from "../elementwise.js";
import { fill } from "../fill.js";
import { flip } from "../flip.js";
import { matmul } from "../matmul.js";
import { multiply } from "../multiply.js";
import { negative } from "../negative.js";
import { pad } from "../pad.js";
import { reshape } from "../reshape.js";
import { stridedSlice } from "../stridedSlice.js";
import { transpose } from "../transpose.js";
import { type Complex, type ComplexLike, complexParts } from "./complex.js";
import { columns, constantOf, dft, inverseDft } from "./dft.js";
import { rootOfUnity } from "./factors.js";

/** Real transforms up to this length are one matrix product. */
const directReal = 256;

/** Discrete Fourier transform along the last axis: X_k = Σⱼ xⱼ e^(−2πi jk/n). */
export function fft(x: ComplexLike): Complex {
  return alongLast(complexParts(x, "fft"), "fft", dft);
}

/** The inverse of {@link fft}: xⱼ = 1/n Σ_k X_k e^(2πi jk/n). */
export function ifft(x: ComplexLike): Complex {
  return scaled(alongLast(complexParts(x, "ifft"), "ifft", inverseDft), (n) => 1 / n);
}

/** {@link fft} along the last two axes. */
export function fft2(x: ComplexLike): Complex {
  return alongLastTwo(complexParts(x, "fft2"), "fft2", dft);
}

/** The inverse of {@link fft2}. */
export function ifft2(x: ComplexLike): Complex {
  const result = alongLastTwo(complexParts(x, "ifft2"), "ifft2", inverseDft);
  const size = lengthOf(result[0], -1, "ifft2") * lengthOf(result[0], -2, "ifft2");
  return scaled(result, () => 1 / size);
}

/**
 * The first n/2 + 1 numbers of the transform of real x [..., m] along the last axis; the others are
 * their conjugates. n is `fftLength`, default m: x is cut, or filled up with zeros.
 */
export function rfft(x: TensorLike, options: { readonly fftLength?: number | null } = {}): Complex {
  const input = tensor(x);
  const real = castTo(input, isFloat(input.dtype) ? input.dtype : floatX);
  const n = checkLength(options.fftLength, () => lengthOf(real, -1, "rfft"), "rfft");
  const rows = resized(flat(real), n);
  const bins = Math.floor(n / 2) + 1;
  const [re, im] = n <= directReal ? realDirect(rows, n, bins) : realByComplex(rows, n, bins);
  const shape = [...real.shape.slice(0, -1), bins];
  return [reshape(re, shape), reshape(im, shape)];
}

/**
 * The inverse of {@link rfft}: real numbers [..., n] of a spectrum [..., n/2 + 1]. n is `fftLength`,
 * default 2 (m − 1) for m numbers: the spectrum is cut, or filled up with zeros.
 */
export function irfft(
  x: ComplexLike,
  options: { readonly fftLength?: number | null } = {},
): Tensor {
  const parts = complexParts(x, "irfft");
  const [real] = parts;
  const n = checkLength(options.fftLength, () => 2 * (lengthOf(real, -1, "irfft") - 1), "irfft");
  const bins = Math.floor(n / 2) + 1;
  const [re, im] = parts.map((part) => resized(flat(part), bins)) as [Tensor, Tensor];
  const rows = n <= directReal ? inverseDirect([re, im], n, bins) : hermitian([re, im], n, bins);
  return reshape(rows, [...real.shape.slice(0, -1), n]);
}

function realDirect(rows: Tensor, n: number, bins: number): Complex {
  const matrix = new Float64Array(n * 2 * bins);
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < bins; k++) {
      const [cos, sin] = rootOfUnity(-j * k, n);
      matrix[j * 2 * bins + k] = cos;
      matrix[j * 2 * bins + bins + k] = sin;
    }
  }
  const product = matmul(rows, constantOf(matrix, [n, 2 * bins], rows.dtype));
  return [columns(product, 0, bins), columns(product, bins, 2 * bins)];
}

function realByComplex(rows: Tensor, n: number, bins: number): Complex {
  const [re, im] = dft([rows, fill(rows.shape, 0, rows.dtype)], n);
  return [columns(re, 0, bins), columns(im, 0, bins)];
}

/** Each number but the first and (n even) the last stands for its conjugate too. */
function inverseDirect([re, im]: Complex, n: number, bins: number): Tensor {
  const matrix = new Float64Array(2 * bins * n);
  for (let k = 0; k < bins; k++) {
    const weight = (k === 0 || 2 * k === n ? 1 : 2) / n;
    for (let j = 0; j < n; j++) {
      const [cos, sin] = rootOfUnity(j * k, n);
      matrix[k * n + j] = weight * cos;
      matrix[(bins + k) * n + j] = -weight * sin;
    }
  }
  return matmul(concatenate([re, im], -1), constantOf(matrix, [2 * bins, n], re.dtype));
}

/** The whole spectrum from its half, and the real part of its inverse. */
function hermitian([re, im]: Complex, n: number, bins: number): Tensor {
  const mirrored = (part: Tensor): Tensor => flip(columns(part, 1, n - bins + 1), [1]);
  const whole: Complex = [
    concatenate([re, mirrored(re)], -1),
    concatenate([im, negative(mirrored(im))], -1),
  ];
  return divide(inverseDft(whole, n)[0], n);
}

type Transform = (rows: Complex, n: number) => Complex;

function alongLast(x: Complex, where: string, transform: Transform): Complex {
  const { shape } = x[0];
  const n = lengthOf(x[0], -1, where);
  const [re, im] = transform([flat(x[0]), flat(x[1])], n);
  return [reshape(re, shape), reshape(im, shape)];
}

function alongLastTwo(x: Complex, where: string, transform: Transform): Complex {
  const { rank } = x[0];
  if (rank < 2) {
    throw new ShapeError(
      `${where}: expected rank 2 or more, received shape ${formatShape(x[0].shape)}.`,
    );
  }
  const axes = x[0].shape.map((_, i) => i);
  const order = [...axes.slice(0, -2), rank - 1, rank - 2];
  const swap = ([re, im]: Complex): Complex => [transpose(re, order), transpose(im, order)];
  const across = swap(alongLast(x, where, transform));
  return swap(alongLast(across, where, transform));
}

function scaled([re, im]: Complex, factor: (n: number) => number): Complex {
  const by = factor(re.shape.at(-1) as number);
  return [multiply(re, by), multiply(im, by)];
}

/** The size of an axis, which must be known. */
export function lengthOf(x: Tensor, axis: -1 | -2, where: string): number {
  const size = x.shape.at(axis);
  if (typeof size === "number" && size > 0) return size;
  throw new ShapeError(
    `${where}: expected an axis of known size, not 0, at ${axis}, received shape ${formatShape(x.shape)}.`,
  );
}

/** [..., n] → [rows, n]. */
function flat(x: Tensor): Tensor {
  const n = x.shape.at(-1) as Dim;
  return x.rank === 2 ? x : reshape(x, [-1, n]);
}

function resized(rows: Tensor, n: number): Tensor {
  const shape = rows.shape as Shape & readonly [Dim, number];
  if (shape[1] === n) return rows;
  if (shape[1] > n) return stridedSlice(rows, [0, 0], [shape[0], n]);
  return pad(rows, [
    [0, 0],
    [0, n - shape[1]],
  ]);
}

function checkLength(
  value: number | null | undefined,
  standard: () => number,
  where: string,
): number {
  const n = value ?? standard();
  if (Number.isInteger(n) && n > 0) return n;
  throw new ArgumentError(`${where}: fftLength must be a positive integer, received ${n}.`);
}
