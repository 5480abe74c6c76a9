import {
  addDims,
  type Bindings,
  type Dim,
  equalDims,
  floorDivideDim,
  multiplyDims,
  resolveDim,
  SymbolicDim,
  subtractDims,
  symbol,
} from "./dimension.js";
import { received, ShapeError } from "./errors.js";

/** The dimensions of a tensor, outermost first; `[]` is a scalar. */
export type Shape = readonly Dim[];

/** A shape as a user may write it: a string names a symbolic dimension. */
export type ShapeLike = readonly (Dim | string)[];

/** `[batch, 28, 28, 1]`: how every message shows a shape. */
export function formatShape(shape: Shape): string {
  return `[${shape.map(String).join(", ")}]`;
}

/** Turns names into symbols and refuses what is no dimension. */
export function parseShape(shape: ShapeLike, where: string): Shape {
  if (!Array.isArray(shape)) {
    throw new ShapeError(
      `${where}: expected a shape, a list of dimensions, received ${received(shape)}.`,
    );
  }
  return (shape as ShapeLike).map((dim) => {
    if (typeof dim === "string") return symbol(dim);
    if (dim instanceof SymbolicDim || (Number.isInteger(dim) && dim >= 0)) return dim;
    throw new ShapeError(
      `${where}: ${received(dim)} is no dimension. Expected a non-negative integer or a name, received shape [${shape.join(", ")}].`,
    );
  });
}

/** The number of elements, which may be symbolic. */
export function sizeOf(shape: readonly number[]): number;
export function sizeOf(shape: Shape): Dim;
export function sizeOf(shape: Shape): Dim {
  return shape.reduce<Dim>(multiplyDims, 1);
}

export function equalShapes(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, i) => equalDims(dim, b[i] as Dim));
}

export function resolveShape(shape: Shape, bindings: Bindings): number[] {
  return shape.map((dim) => resolveDim(dim, bindings));
}

/** Whether every dimension is a number. */
export function isStatic(shape: Shape): shape is readonly number[] {
  return shape.every((dim) => typeof dim === "number");
}

/** `axis` counted from the front, checked against `rank`. */
export function normalizeAxis(axis: number, rank: number, where: string): number {
  const normal = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(axis) || normal < 0 || normal >= rank) {
    throw new ShapeError(
      `${where}: axis ${axis} does not exist. Expected an integer from ${-rank} to ${rank - 1} for a tensor of rank ${rank}.`,
    );
  }
  return normal;
}

/** `axis` as a sorted list without repeats; `undefined` and `null` mean all axes. */
export function normalizeAxes(
  axis: number | readonly number[] | null | undefined,
  rank: number,
  where: string,
): number[] {
  if (axis === undefined || axis === null) return Array.from({ length: rank }, (_, i) => i);
  if (typeof axis !== "number" && !Array.isArray(axis)) {
    throw new ShapeError(
      `${where}: expected an axis or a list of axes, received ${received(axis)}.`,
    );
  }
  const axes = (typeof axis === "number" ? [axis] : (axis as readonly number[])).map((a) =>
    normalizeAxis(a, rank, where),
  );
  const unique = [...new Set(axes)].sort((a, b) => a - b);
  if (unique.length !== axes.length) {
    throw new ShapeError(`${where}: axis [${axes.join(", ")}] names one axis twice.`);
  }
  return unique;
}

/** NumPy's broadcasting rule over any number of shapes, symbolic dimensions included. */
export function broadcastShapes(where: string, ...shapes: readonly Shape[]): Shape {
  const rank = Math.max(...shapes.map((shape) => shape.length));
  return Array.from({ length: rank }, (_, i) => {
    let common: Dim = 1;
    for (const shape of shapes) {
      const dim = shape[shape.length - rank + i] ?? 1;
      if (equalDims(dim, common) || equalDims(dim, 1)) continue;
      if (!equalDims(common, 1)) {
        throw new ShapeError(
          `${where}: shapes ${shapes.map(formatShape).join(" and ")} do not broadcast. ` +
            `Expected equal dimensions or 1 at axis ${i - rank}, received ${common} and ${dim}.`,
        );
      }
      common = dim;
    }
    return common;
  });
}

/** Zeros or counts to add before and after each spatial axis. */
export type Padding = readonly (readonly [before: number, after: number])[];

/** Size of a sliding window's output along one axis: floor((in + pads − window) / stride) + 1. */
export function windowOutput(
  size: Dim,
  window: number,
  stride: number,
  dilation: number,
  [before, after]: readonly [number, number],
): Dim {
  const span = dilation * (window - 1) + 1;
  const room = subtractDims(addDims(size, before + after), span);
  return addDims(floorDivideDim(room, stride), 1);
}
