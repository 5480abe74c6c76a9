import type { Dim } from "../dimension.js";
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
    const [stride, span] = [strides[i] ?? 1, (dilations[i] ?? 1) * ((window[i] ?? 1) - 1) + 1];
    const total = stride === 1 ? span - 1 : strideTotal(size, stride, span, where);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
}

function strideTotal(size: Dim, stride: number, span: number, where: string): number {
  if (typeof size !== "number") {
    throw new ShapeError(
      `${where}: padding "same" with strides above 1 needs the size of dimension "${size}" as a number. ` +
        `Give the input a fixed size, or use explicit padding.`,
    );
  }
  return Math.max((Math.ceil(size / stride) - 1) * stride + span - size, 0);
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
