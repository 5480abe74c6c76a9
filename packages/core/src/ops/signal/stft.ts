import { equalDims, subtractDims } from "../../dimension.js";
import { isFloat } from "../../dtype.js";
import { ArgumentError, DTypeError, ShapeError, suggestion } from "../../errors.js";
import { formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { broadcastTo } from "../broadcastTo.js";
import { cast } from "../cast.js";
import { divide } from "../divide.js";
import { less } from "../less.js";
import { multiply } from "../multiply.js";
import { pad } from "../pad.js";
import { reshape } from "../reshape.js";
import { stridedSlice } from "../stridedSlice.js";
import { sum } from "../sum.js";
import { where } from "../where.js";
import { type Complex, type ComplexLike, complexParts } from "./complex.js";
import { constantOf } from "./dft.js";
import { irfft, rfft } from "./fft.js";
import { checkPositive, frames, overlapAdd } from "./sequences.js";

/** A window by name, by its values [sequenceLength], or none. */
export type Window = "hann" | "hamming" | TensorLike | null;

/** Options of {@link stft} and {@link istft}, with Keras's defaults. */
export interface StftOptions {
  /** Default: `"hann"`. */
  readonly window?: Window;
  /** Whether sequence t has its middle, not its beginning, at t · stride. Default: true. */
  readonly center?: boolean;
}

/**
 * Short-time Fourier transform of real x [..., n] → [..., sequences, fftLength / 2 + 1]. Centred, x
 * is continued by its mirror image on both sides.
 */
export function stft(
  x: TensorLike,
  sequenceLength: number,
  sequenceStride: number,
  fftLength: number,
  options: StftOptions = {},
): Complex {
  const input = tensor(x);
  checkSizes(sequenceLength, sequenceStride, fftLength, "stft");
  if (!isFloat(input.dtype) || input.rank < 1) {
    throw new DTypeError(`stft: expected a float tensor of rank 1 or more, received ${input}.`);
  }
  const { window = "hann", center = true } = options;
  const wave = center ? mirrored(input, Math.floor(fftLength / 2)) : input;
  const sequences = frames(wave, fftLength, sequenceStride, "stft");
  const shape = windowOf(window ?? "ones", sequenceLength, fftLength, input, "stft");
  return rfft(multiply(sequences, shape));
}

/**
 * The inverse of {@link stft}: real numbers of a spectrum [..., sequences, fftLength / 2 + 1], the
 * sequences laid over each other and divided by the sum of the windows. Without a window nothing is
 * divided. Centred, half a transform is cut off at both ends.
 */
export function istft(
  x: ComplexLike,
  sequenceLength: number,
  sequenceStride: number,
  fftLength: number,
  options: StftOptions & { readonly length?: number | null } = {},
): Tensor {
  const parts = complexParts(x, "istft");
  const [real] = parts;
  checkSizes(sequenceLength, sequenceStride, fftLength, "istft");
  if (real.rank < 2) {
    throw new ShapeError(
      `istft: expected a spectrum [..., sequences, bins], received shape ${formatShape(real.shape)}.`,
    );
  }
  const { window = "hann", center = true, length = null } = options;
  const sequences = irfft(parts, { fftLength });
  const wave =
    window === null
      ? overlapAdd(sequences, sequenceStride)
      : weighted(
          sequences,
          windowOf(window, sequenceLength, fftLength, real, "istft"),
          sequenceStride,
          // As in Keras: what stands at the ends counts in full only where windows fill the transform.
          center && sequenceLength === fftLength,
        );
  const start = center ? Math.floor(fftLength / 2) : 0;
  return trimmed(wave, start, length);
}

/** Sequences times window, laid over each other and divided by the windows' squares laid likewise. */
function weighted(sequences: Tensor, window: Tensor, stride: number, exact: boolean): Tensor {
  const squares = multiply(window, window);
  if (!exact) {
    return overlapAdd(multiply(sequences, divideSafely(window, periodic(squares, stride))), stride);
  }
  const count = sequences.shape.at(-2) ?? 1;
  const all = broadcastTo(squares, [count, ...squares.shape]);
  return divideSafely(overlapAdd(multiply(sequences, window), stride), overlapAdd(all, stride));
}

/** For each place of the window, the sum of `squares` over all places a multiple of `stride` away. */
function periodic(squares: Tensor, stride: number): Tensor {
  const size = squares.shape[0] as number;
  const turns = Math.ceil(size / stride);
  const filled = pad(squares, [[0, turns * stride - size]]);
  const total = sum(reshape(filled, [turns, stride]), 0, { keepdims: true });
  return stridedSlice(reshape(broadcastTo(total, [turns, stride]), [turns * stride]), [0], [size]);
}

/** a / b, and 0 where no window reaches. */
function divideSafely(a: Tensor, b: Tensor): Tensor {
  const reached = less(1e-11, b);
  return where(reached, divide(a, where(reached, b, 1)), 0);
}

/** From `start`: `length` elements, zeros where there are none; or up to `start` before the end. */
function trimmed(wave: Tensor, start: number, length: number | null): Tensor {
  const size = wave.shape.at(-1) ?? 1;
  const lead = wave.shape.slice(0, -1);
  const cut = (x: Tensor, end: typeof size): Tensor =>
    stridedSlice(x, [...lead.map(() => 0), start], [...lead, end]);
  if (length === null) return cut(wave, subtractDims(size, start));
  checkPositive({ length }, "istft");
  const end = start + length;
  if (typeof size === "number" && end > size) {
    return cut(pad(wave, [...lead.map((): [number, number] => [0, 0]), [0, end - size]]), end);
  }
  return cut(wave, end);
}

/** x continued on both sides by its mirror image, the end not repeated. */
function mirrored(x: Tensor, by: number): Tensor {
  const lead = x.shape.slice(0, -1).map((): [number, number] => [0, 0]);
  return pad(x, [...lead, [by, by]], { mode: "reflect" });
}

/** The window, zeros around it up to `fftLength`. */
function windowOf(
  window: "ones" | Exclude<Window, null>,
  length: number,
  fftLength: number,
  { dtype }: Tensor,
  name: string,
): Tensor {
  const values = typeof window === "string" ? namedWindow(window, length, name) : undefined;
  const shape =
    values === undefined ? cast(window as TensorLike, dtype) : constantOf(values, [length], dtype);
  if (shape.rank !== 1 || !equalDims(shape.shape[0] ?? 1, length)) {
    throw new ShapeError(
      `${name}: the window must have shape [${length}], the sequence length, received ${formatShape(shape.shape)}.`,
    );
  }
  const before = Math.floor((fftLength - length) / 2);
  return pad(shape, [[before, fftLength - length - before]]);
}

/** Periodic windows: the value after the last would be the first again. */
function namedWindow(window: string, length: number, name: string): readonly number[] {
  const bases: Readonly<Record<string, number>> = { hann: 0.5, hamming: 0.54, ones: 1 };
  const base = window === "ones" ? 1 : bases[window];
  if (base === undefined) {
    throw new ArgumentError(
      `${name}: unknown window "${window}". Expected "hann", "hamming", values or null.${suggestion(window, ["hann", "hamming"])}`,
    );
  }
  return Array.from({ length }, (_, i) => base - (1 - base) * Math.cos((2 * Math.PI * i) / length));
}

function checkSizes(length: number, stride: number, fftLength: number, name: string): void {
  checkPositive({ sequenceLength: length, sequenceStride: stride, fftLength }, name);
  if (fftLength < length) {
    throw new ArgumentError(
      `${name}: fftLength must be at least the sequence length ${length}, received ${fftLength}.`,
    );
  }
}
