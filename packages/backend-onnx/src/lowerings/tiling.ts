import {
  addDims,
  type Dim,
  type DType,
  equalDims,
  multiplyDims,
  type Shape,
  subtractDims,
} from "@antler/core";
import type { GraphBuilder } from "../graph/builder.js";
import { reshape } from "../graph/dimensions.js";
import { type AxisSlice, sliceAxes } from "./shapes.js";
import { taps, type Window } from "./windows.js";

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
  const { window, out } = call;
  const [batch = 1, channels = 1, height = 1, width = 1] = out;
  const [rows = 1, columns = 1] = window.size;
  const covered = [multiplyDims(height, rows), multiplyDims(width, columns)];
  const parts =
    rows === 2 && columns === 2 ? quarters(builder, call, covered) : shares(builder, call);
  const cells = parts.map((part) => reshape(builder, part, [batch, channels, height, 1, width, 1]));
  const lines = Array.from({ length: rows }, (_, i) =>
    concatenate(builder, cells.slice(i * columns, (i + 1) * columns), 5),
  );
  const plane = reshape(builder, concatenate(builder, lines, 3), [batch, channels, ...covered]);
  return padEnd(builder, plane, covered, call.shape.slice(2), window);
}

/** What each position of the window gets, row-major. */
function shares(builder: GraphBuilder, call: TilingGradient): readonly string[] {
  const elements = taps(builder, call.x, call.window, call.out.slice(2));
  let remaining = call.dy;
  return elements.map((element, i) => {
    // The last one takes what nobody took, for some element equals the largest.
    if (i === elements.length - 1) return remaining;
    const [part, rest] = divide(builder, call, element, remaining);
    remaining = rest;
    return part;
  });
}

/**
 * The same for windows of 2 × 2, from the largest of the first row and of the first column instead
 * of single elements: MaxPool runs on all threads, Slice on one.
 */
function quarters(builder: GraphBuilder, call: TilingGradient, covered: Shape): readonly string[] {
  // A smaller window would go on over the rest at the end of an odd size.
  const x = cut(builder, call.x, call.shape.slice(2), covered);
  const largestOf = (height: number, width: number) =>
    builder.node("MaxPool", [x], { kernel_shape: [height, width], strides: call.window.strides });
  const [first, second] = divide(builder, call, largestOf(1, 2), call.dy);
  const [topLeft, topRight] = divide(builder, call, largestOf(1, 1), first);
  // The second row has a gradient only where the first row lost, so the column decides there.
  const [bottomLeft, bottomRight] = divide(builder, call, largestOf(2, 1), second);
  return [topLeft, topRight, bottomLeft, bottomRight];
}

/** `gradient` where `candidate` is the largest, and where it is not. */
function divide(
  builder: GraphBuilder,
  { largest, dtype }: TilingGradient,
  candidate: string,
  gradient: string,
): readonly [won: string, lost: string] {
  const wins = builder.node("Equal", [candidate, largest]);
  const zero = builder.scalar(0, dtype);
  return [
    builder.node("Where", [wins, gradient, zero]),
    builder.node("Where", [wins, zero, gradient]),
  ];
}

/** The spatial axes of `x` from 0 to `wanted`. */
function cut(builder: GraphBuilder, x: string, from: Shape, wanted: Shape): string {
  return sliceAxes(
    builder,
    x,
    wanted.flatMap((end, i): readonly AxisSlice[] =>
      equalDims(end, from[i] ?? 1) ? [] : [{ axis: i + 2, begin: 0, end, step: 1 }],
    ),
  );
}

function concatenate(builder: GraphBuilder, parts: readonly string[], axis: number): string {
  const [first] = parts;
  return parts.length === 1 && first !== undefined
    ? first
    : builder.node("Concat", parts, { axis });
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
  const zeros = window.size.map((size) => size - 1);
  const padded = builder.node("Pad", [plane, builder.integers(0, 0, 0, 0, 0, 0, ...zeros)]);
  const most = covered.map((size, i) => addDims(size, (window.size[i] ?? 1) - 1));
  return cut(builder, padded, most, wanted);
}
