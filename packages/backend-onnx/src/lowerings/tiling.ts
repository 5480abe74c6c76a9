import { type Dim, type DType, type Shape, multiplyDims, subtractDims } from "@antler/core";
import type { GraphBuilder } from "../graph/builder.js";
import { reshape } from "../graph/dimensions.js";
import { sliceAxes, type AxisSlice } from "./shapes.js";
import { type Window, taps } from "./windows.js";

/** All values channels-first and two-dimensional: [batch, channels, height, width]. */
interface TilingGradient {
  readonly x: string;
  /** What max pooling gave. */
  readonly largest: string;
  readonly dy: string;
  readonly window: Window;
  readonly shape: Shape;
  readonly out: Shape;
  readonly dtype: DType;
}

/**
 * Gradient of max pooling whose windows tile the plane. Position by position, a window's gradient
 * goes to the first element that equals the largest; the parts are interleaved at the end. About
 * twice as fast as adding at the winners' indices.
 */
export function tilingGradient(builder: GraphBuilder, call: TilingGradient): string {
  const { x, largest, window, out, dtype } = call;
  const [batch = 1, channels = 1, height = 1, width = 1] = out;
  const [rows = 1, columns = 1] = window.size;
  const zero = builder.scalar(0, dtype);
  const elements = taps(builder, x, window, [height, width]);
  let remaining = call.dy;
  const parts = elements.map((element, i) => {
    // The last one takes what nobody took, for some element equals the largest.
    if (i === elements.length - 1) return remaining;
    const wins = builder.node("Equal", [element, largest]);
    const part = builder.node("Where", [wins, remaining, zero]);
    remaining = builder.node("Where", [wins, zero, remaining]);
    return part;
  });
  const cells = parts.map((part) => reshape(builder, part, [batch, channels, height, 1, width, 1]));
  const lines = Array.from({ length: rows }, (_, i) =>
    concatenate(builder, cells.slice(i * columns, (i + 1) * columns), 5),
  );
  const covered = [multiplyDims(height, rows), multiplyDims(width, columns)];
  const plane = reshape(builder, concatenate(builder, lines, 3), [batch, channels, ...covered]);
  return padEnd(builder, plane, covered, call.shape.slice(2), window);
}

function concatenate(builder: GraphBuilder, parts: readonly string[], axis: number): string {
  const [first] = parts;
  return parts.length === 1 && first !== undefined ? first : builder.node("Concat", parts, { axis });
}

/** Zeros for the rows and columns at the end that no window reached. */
function padEnd(
  builder: GraphBuilder,
  plane: string,
  covered: Shape,
  wanted: Shape,
  window: Window,
): string {
  const missing: readonly Dim[] = wanted.map((size, i) => subtractDims(size, covered[i] ?? 0));
  if (missing.every((dim) => dim === 0)) return plane;
  if (missing.every((dim) => typeof dim === "number")) {
    return builder.node("Pad", [plane, builder.integers(0, 0, 0, 0, 0, 0, ...missing)]);
  }
  // Known at run time only: the most that can be missing, then cut.
  const most = window.size.map((size) => size - 1);
  const padded = builder.node("Pad", [plane, builder.integers(0, 0, 0, 0, 0, 0, ...most)]);
  const slices = wanted.map((end, i): AxisSlice => ({ axis: i + 2, begin: 0, end, step: 1 }));
  return sliceAxes(builder, padded, slices);
}
