import { isTypedArray } from "../tensor/convert.js";
import { Tensor } from "../tensor/tensor.js";

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
