import { addDims, type Dim, subtractDims } from "../dimension.js";
import { ArgumentError } from "../errors.js";
import { formatShape, type Shape } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { indexTensor, knownValue } from "./indices.js";

/** A range of indices as in Python: `start` up to `stop` (exclusive) in steps; negative ones count from the end. */
export interface Slice {
  readonly start?: number | null | undefined;
  readonly stop?: number | null | undefined;
  readonly step?: number | null | undefined;
}

/**
 * One part of an index: a number (its axis goes), a slice (`slice(1, 3)` or `"1:3"`), `"..."` (all axes in
 * between), `null` (a new axis), integers (their shape takes the axis' place) or a mask.
 */
export type Key = number | null | string | Slice | TensorLike;

/** Python's slice: `slice(stop)`, `slice(start, stop, step)`. */
export function slice(start: number | null, stop?: number | null, step?: number | null): Slice {
  return stop === undefined ? { stop: start } : { start, stop, step: step ?? null };
}

/** What an index does to one axis, or to none. */
export type Part =
  | { readonly kind: "new" }
  | { readonly kind: "range"; readonly begin: Dim; readonly end: Dim; readonly step: number }
  | { readonly kind: "number"; readonly at: Dim }
  | { readonly kind: "integers"; readonly indices: Tensor };

/** An index read against a shape: a part for every axis, and for every new one. */
export function partsOf(key: readonly Key[], shape: Shape, where: string): Part[] {
  const keys = key.flatMap((k) => masks(k, where));
  const consuming = keys.filter((k) => k !== null && k !== "...").length;
  const dots = keys.filter((k) => k === "...").length;
  if (dots > 1 || consuming > shape.length) {
    throw new ArgumentError(
      dots > 1
        ? `${where}: an index holds "..." at most once, received it ${dots} times.`
        : `${where}: too many indices. Expected up to ${shape.length} for shape ${formatShape(shape)}, received ${consuming}.`,
    );
  }
  const all: Slice = {};
  const rest = Array.from({ length: shape.length - consuming }, () => all);
  const full = dots === 0 ? [...keys, ...rest] : keys.flatMap((k) => (k === "..." ? rest : [k]));
  let axis = 0;
  return full.map((k): Part => {
    if (k === null) return { kind: "new" };
    const at = axis++;
    return partOf(k, shape[at] ?? 1, at, where);
  });
}

function partOf(key: Exclude<Key, null>, size: Dim, axis: number, where: string): Part {
  if (typeof key === "number") return { kind: "number", at: place(key, size, axis, where) };
  const range = typeof key === "string" ? parse(key, where) : key;
  if (isSlice(range)) return rangeOf(range, size, where);
  return { kind: "integers", indices: indexTensor(range as TensorLike, where) };
}

function place(index: number, size: Dim, axis: number, where: string): Dim {
  const inside = typeof size !== "number" || (index >= -size && index < size);
  if (!Number.isInteger(index) || !inside) {
    throw new ArgumentError(
      `${where}: index ${index} does not exist along axis ${axis}. Expected an integer from ${-size} to ${subtractDims(size, 1)}.`,
    );
  }
  return index < 0 ? addDims(size, index) : index;
}

/** Begin, end and step as Python's `slice.indices`; where the step is negative, counted from the end. */
function rangeOf({ start, stop, step }: Slice, size: Dim, where: string): Part {
  const by = step ?? 1;
  for (const bound of [start ?? 0, stop ?? 0, by]) {
    if (Number.isInteger(bound) && by !== 0) continue;
    throw new ArgumentError(
      `${where}: expected a slice of integers with a step other than 0, received ${start ?? ""}:${stop ?? ""}:${by}.`,
    );
  }
  const clamp = (bound: number): Dim => {
    const from = bound < 0 ? addDims(size, bound) : bound;
    return typeof size === "number"
      ? Math.min(Math.max(from as number, by < 0 ? -1 : 0), size)
      : from;
  };
  // With a negative step element i of the axis is element size − 1 − i of the flipped one.
  const turned = (dim: Dim): Dim => {
    const mirrored = subtractDims(subtractDims(size, 1), dim);
    return typeof mirrored === "number" ? Math.max(mirrored, 0) : mirrored;
  };
  const bound = (value: number | null | undefined, standard: Dim): Dim => {
    if (value === null || value === undefined) return standard;
    return by < 0 ? turned(clamp(value)) : clamp(value);
  };
  const begin = bound(start, 0);
  const end = bound(stop, size);
  const crossed = typeof begin === "number" && typeof end === "number" && end < begin;
  return { kind: "range", begin, end: crossed ? begin : end, step: by };
}

function parse(text: string, where: string): Slice {
  const found = /^\s*(-?\d+)?\s*:\s*(-?\d+)?\s*(?::\s*(-?\d+)?\s*)?$/.exec(text);
  if (found === null) {
    throw new ArgumentError(
      `${where}: "${text}" is no index. Expected "start:stop", "start:stop:step" or "...".`,
    );
  }
  const [start, stop, step] = found.slice(1).map((n) => (n === undefined ? null : Number(n)));
  return { start, stop, step };
}

function isSlice(key: unknown): key is Slice {
  return typeof key === "object" && key !== null && Object.getPrototypeOf(key) === Object.prototype;
}

/** A mask becomes the indices at which it is true, one list per axis of the mask. */
function masks(key: Key, where: string): Key[] {
  if (key === null || typeof key !== "object" || isSlice(key)) return [key];
  const mask = tensor(key as TensorLike);
  if (mask.dtype !== "bool") return [key];
  const known = knownValue(mask);
  if (known === undefined) {
    throw new ArgumentError(
      `${where}: how many elements a mask takes depends on data that is not known yet. ` +
        "Expected integers or a mask with a value: await mask.data() first, or use where(mask, x, 0).",
    );
  }
  const hits = Array.from(known.data.keys()).filter((i) => known.data[i] !== 0);
  return known.shape.map((size, axis) => {
    const inner = known.shape.slice(axis + 1).reduce((product, dim) => product * dim, 1);
    return Int32Array.from(hits, (i) => Math.floor(i / inner) % size);
  });
}
