import type { TypedArray } from "../dtype.js";
import { isTypedArray, tensor } from "./convert.js";
import { Tensor } from "./tensor.js";
import type { Variable } from "./variable.js";

/** A tensor, or lists and plain-object maps of such, nested. */
export type Structure<T = Tensor> =
  | T
  | readonly Structure<T>[]
  | { readonly [key: string]: Structure<T> };

function isMap(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === "object" &&
    value !== null &&
    !(value instanceof Tensor) &&
    !isTypedArray(value) &&
    Object.getPrototypeOf(value) === Object.prototype
  );
}

/** The leaves of `structure`, in order; `isLeaf` decides what is one where a list could be either. */
export function flatten(structure: unknown, isLeaf: (value: unknown) => boolean): unknown[] {
  if (structure === undefined) return [];
  if (isLeaf(structure)) return [structure];
  if (Array.isArray(structure)) return structure.flatMap((child) => flatten(child, isLeaf));
  if (isMap(structure)) return Object.values(structure).flatMap((child) => flatten(child, isLeaf));
  return [structure];
}

/** The same structure with each leaf replaced, in the order of {@link flatten}. */
export function mapStructure(
  structure: unknown,
  isLeaf: (value: unknown) => boolean,
  replace: (leaf: unknown) => unknown,
): unknown {
  if (structure === undefined) return undefined;
  if (isLeaf(structure)) return replace(structure);
  if (Array.isArray(structure))
    return structure.map((child) => mapStructure(child, isLeaf, replace));
  if (isMap(structure)) {
    return Object.fromEntries(
      Object.entries(structure).map(([key, child]) => [key, mapStructure(child, isLeaf, replace)]),
    );
  }
  return replace(structure);
}

/** One value where a list would be a list of values. */
export type Leaf = TypedArray | Tensor | Variable | number | boolean;

/** Whether a value is one tensor (or becomes one): arrays are lists of such. */
export function isLeafValue(value: unknown): value is Leaf {
  return !Array.isArray(value) && !isMap(value);
}

/** The structure `T` with a tensor for every value. */
export type TensorsIn<T> = T extends Leaf
  ? Tensor
  : T extends readonly unknown[] | Readonly<Record<string, unknown>>
    ? { -readonly [K in keyof T]: TensorsIn<T[K]> }
    : T;

/** The values of a structure as tensors, in order; `null` and `undefined` hold none. */
export function tensorsOf(structure: unknown): Tensor[] {
  return flatten(structure ?? undefined, isLeafValue).flatMap((leaf) =>
    leaf === null || leaf === undefined ? [] : [tensor(leaf as Leaf)],
  );
}

/** The structure with its values, in the order of {@link tensorsOf}, replaced by `tensors`. */
export function rebuildStructure<T>(structure: T, tensors: readonly Tensor[]): TensorsIn<T> {
  let next = 0;
  const replaced = mapStructure(structure ?? undefined, isLeafValue, (leaf) =>
    leaf === null || leaf === undefined ? leaf : tensors[next++],
  );
  return (structure === null ? null : replaced) as TensorsIn<T>;
}
