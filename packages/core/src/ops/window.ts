import { addDims, type Dim, floorDivideDim, multiplyDims, subtractDims } from "../dimension.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { formatShape, type Padding, type Shape, windowOutput } from "../shape.js";

/** How a window moves over the spatial axes: one entry per axis. */
export interface WindowAttrs {
  readonly strides: readonly number[];
  readonly padding: Padding;
}

/** A pooling window; `padding` never counts as an element. */
export interface PoolAttrs extends WindowAttrs {
  readonly poolSize: readonly number[];
}

/** `"valid"`, `"same"` (TensorFlow's: the extra zero at the end), or pairs per spatial axis. */
export type PaddingLike = "valid" | "same" | Padding;

/** One number for all spatial axes, or one for each. */
export type PerAxis = number | readonly number[];

/** `value` for each of `rank` spatial axes; integers from `least` on. */
export function perAxis(
  value: PerAxis,
  rank: number,
  name: string,
  where: string,
  least = 1,
): readonly number[] {
  const list = typeof value === "number" ? Array.from({ length: rank }, () => value) : value;
  if (list.length !== rank || list.some((n) => !Number.isInteger(n) || n < least)) {
    throw new ArgumentError(
      `${where}: ${name} does not fit ${rank} spatial axes. Expected an integer ≥ ${least} or ${rank} of them, received ${JSON.stringify(value)}.`,
    );
  }
  return list;
}

/** Padding as pairs. "same" with a stride needs sizes as numbers. */
export function resolvePadding(
  padding: PaddingLike,
  spatial: Shape,
  window: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
  where: string,
): Padding {
  if (padding === "valid") return spatial.map(() => [0, 0]);
  if (padding !== "same") {
    if (!Array.isArray(padding) || padding.length !== spatial.length) {
      throw new ArgumentError(
        `${where}: unknown padding. Expected "valid", "same" or ${spatial.length} pairs, received ${JSON.stringify(padding)}.`,
      );
    }
    return padding;
  }
  return spatial.map((size, i) => {
    const [before, after] = samePadding(size, spanOf(i, window, dilations), strides[i] ?? 1, where);
    if (typeof before === "number" && typeof after === "number") return [before, after];
    throw new ShapeError(
      `${where}: padding "same" with strides above 1 needs the size of dimension "${size}" as a number. ` +
        `Give the input a fixed size, or use explicit padding.`,
    );
  });
}

/** Elements from a window's first to its last one, along axis `i`. */
export function spanOf(i: number, window: readonly number[], dilations: readonly number[]): number {
  return (dilations[i] ?? 1) * ((window[i] ?? 1) - 1) + 1;
}

/** TensorFlow's "same": ⌈size / stride⌉ windows, the odd one at the end. */
export function samePadding(
  size: Dim,
  span: number,
  stride: number,
  where: string,
): readonly [before: Dim, after: Dim] {
  const total = sameTotal(size, span, stride, where);
  const before = floorDivideDim(total, 2);
  return [before, subtractDims(total, before)];
}

function sameTotal(size: Dim, span: number, stride: number, where: string): Dim {
  if (stride === 1 || span === 1) return span - 1;
  const windows = floorDivideDim(addDims(size, stride - 1), stride);
  const total = subtractDims(addDims(multiplyDims(windows, stride), span - stride), size);
  if (typeof total === "number") return Math.max(total, 0);
  if (span >= stride) return total;
  throw new ShapeError(
    `${where}: padding "same" with a window of ${span} below the stride ${stride} needs the size of dimension "${size}" as a number. ` +
      `Give the input a fixed size, or use explicit padding.`,
  );
}

/** The spatial axes of a window's output; refuses windows that do not fit. */
export function windowShape(
  spatial: Shape,
  window: readonly number[],
  { strides, padding }: WindowAttrs,
  dilations: readonly number[],
  where: string,
): Shape {
  return spatial.map((size, i) => {
    const out = windowOutput(
      size,
      window[i] ?? 1,
      strides[i] ?? 1,
      dilations[i] ?? 1,
      padding[i] ?? [0, 0],
    );
    if (typeof out === "number" && out < 1) {
      throw new ShapeError(
        `${where}: a window of ${window.join("×")} does not fit into ${formatShape(spatial)}. ` +
          `Use a smaller window, or padding "same".`,
      );
    }
    return out;
  });
}
