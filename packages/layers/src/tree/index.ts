/** Nested structures of tensors, numbers or anything: Keras's `tree`. */
import { ArgumentError } from "@antler/core";
import { childrenOf, kindOf, type Nested, type Path, sorted, withChildren } from "./nodes.js";

export type { Nested, Path } from "./nodes.js";

/** What `traverse` puts `null` in place of a part for. */
export const MAP_TO_NONE: unique symbol = Symbol("MAP_TO_NONE");

/** Whether it is a list, a plain object or a Map. */
export function isNested(structure: unknown): boolean {
  return childrenOf(structure) !== undefined;
}

/**
 * The leaves in order; objects by their sorted keys, Maps as they are.
 *
 * @example
 * tree.flatten({ b: 1, a: [2, 3] }); // [2, 3, 1]
 */
export function flatten<Leaf = unknown>(structure: Nested<Leaf>): Leaf[] {
  return flattenWithPath(structure).map(([, leaf]) => leaf);
}

/** The leaves with the way to each. */
export function flattenWithPath<Leaf = unknown>(structure: Nested<Leaf>): [Path, Leaf][] {
  const walk = (part: unknown, path: Path): [Path, Leaf][] =>
    childrenOf(part)?.flatMap(([key, child]) => walk(child, [...path, key])) ?? [
      [path, part as Leaf],
    ];
  return walk(sorted(structure), []);
}

/**
 * The structure with `flatSequence` as its leaves: the inverse of {@link flatten}.
 * @throws ArgumentError if there are more or fewer leaves
 */
export function packSequenceAs(structure: Nested, flatSequence: readonly unknown[]): unknown {
  const count = flatten(structure).length;
  if (count !== flatSequence.length) {
    throw new ArgumentError(
      `tree.packSequenceAs: the sequence does not fit. Expected ${count} leaves, received ${flatSequence.length}.`,
    );
  }
  let next = 0;
  return mapLeaves(sorted(structure), () => flatSequence[next++]);
}

function mapLeaves(part: unknown, map: (leaf: unknown) => unknown): unknown {
  const children = childrenOf(part);
  if (children === undefined) return map(part);
  return withChildren(
    part,
    children.map(([, child]) => mapLeaves(child, map)),
  );
}

/**
 * A structure of what `func` gives for the leaves at each place of all structures.
 * @throws ArgumentError if the structures differ
 */
export function mapStructure(
  func: (...leaves: never[]) => unknown,
  ...structures: readonly Nested[]
): unknown {
  const [first] = structures;
  if (structures.length === 0) {
    throw new ArgumentError("tree.mapStructure: there is no structure. Expected one at least.");
  }
  for (const other of structures.slice(1)) assertSameStructure(first, other);
  return mapStructureUpTo(first, func, ...structures);
}

/**
 * A structure in the shape of `shallowStructure` of what `func` gives for the parts of all structures
 * at its leaves.
 * @throws ArgumentError if a structure is not as deep, or has other keys
 */
export function mapStructureUpTo(
  shallowStructure: Nested,
  func: (...parts: never[]) => unknown,
  ...structures: readonly Nested[]
): unknown {
  if (structures.length === 0) {
    throw new ArgumentError("tree.mapStructureUpTo: there is no structure. Expected one at least.");
  }
  const walk = (shallow: unknown, parts: readonly unknown[]): unknown => {
    const children = childrenOf(shallow);
    if (children === undefined) return func(...(parts as never[]));
    const inner = parts.map((part) => sameChildren("tree.mapStructureUpTo", shallow, part));
    return withChildren(
      shallow,
      children.map(([key, child]) =>
        walk(
          child,
          inner.map((map) => map.get(key)),
        ),
      ),
    );
  };
  return walk(shallowStructure, structures);
}

/** Replaces parts by what `func` gives for them; `undefined` or null goes on into the part. */
export function traverse(
  func: (part: unknown) => unknown,
  structure: Nested,
  options: { readonly topDown?: boolean | undefined } = {},
): unknown {
  const { topDown = true } = options;
  const replaced = (result: unknown): unknown => (result === MAP_TO_NONE ? null : result);
  const walk = (part: unknown): unknown => {
    const children = childrenOf(part);
    const inside = (): unknown =>
      children === undefined
        ? part
        : withChildren(
            part,
            children.map(([, child]) => walk(child)),
          );
    const whole = topDown ? part : inside();
    const result = func(whole);
    if (result !== undefined && result !== null) return replaced(result);
    return topDown ? inside() : whole;
  };
  return walk(sorted(structure));
}

/** @throws ArgumentError unless both are nested in the same way, lists as lists and maps as maps */
export function assertSameStructure(a: Nested, b: Nested): void {
  const children = childrenOf(a);
  const others = sameChildren("tree.assertSameStructure", a, b);
  for (const [key, child] of children ?? []) {
    assertSameStructure(child as Nested, others.get(key) as Nested);
  }
}

/** @throws ArgumentError unless the ways to all leaves are the same */
export function assertSamePaths(a: Nested, b: Nested): void {
  const paths = (structure: Nested): Set<string> =>
    new Set(flattenWithPath(structure).map(([path]) => path.join(".")));
  const [ofA, ofB] = [paths(a), paths(b)];
  const onlyA = [...ofA].filter((path) => !ofB.has(path));
  const onlyB = [...ofB].filter((path) => !ofA.has(path));
  if (onlyA.length + onlyB.length === 0) return;
  throw new ArgumentError(
    `tree.assertSamePaths: the paths differ. Expected the same, received ${onlyA.join(", ") || "none"} in the first alone and ${onlyB.join(", ") || "none"} in the second alone.`,
  );
}

/** A structure of what `func` gives for shapes: lists of sizes, null for unknown ones, are leaves. */
export function mapShapeStructure(
  func: (shape: readonly (number | null)[]) => unknown,
  structure: Nested,
): unknown {
  const isShape = (part: unknown): part is readonly (number | null)[] =>
    Array.isArray(part) && part.every((dim) => dim === null || Number.isInteger(dim));
  const walk = (part: unknown): unknown => {
    if (isShape(part)) return func(part);
    const children = childrenOf(part);
    if (children === undefined) return func(part as never);
    return withChildren(
      part,
      children.map(([, child]) => walk(child)),
    );
  };
  return walk(sorted(structure));
}

/** JavaScript has no tuples: the structure itself. */
export function listsToTuples<S>(structure: S): S {
  return structure;
}

/** The children of `part` by key, if it has the same keys as `like`. */
function sameChildren(where: string, like: unknown, part: unknown): ReadonlyMap<unknown, unknown> {
  const [wanted, found] = [childrenOf(like), childrenOf(part)];
  const map = new Map<unknown, unknown>(found);
  const fits =
    (wanted === undefined) === (found === undefined) &&
    Array.isArray(like) === Array.isArray(part) &&
    wanted?.length === found?.length &&
    (wanted ?? []).every(([key]) => map.has(key));
  if (fits) return map;
  throw new ArgumentError(
    `${where}: the structures differ. Expected ${kindOf(like)}, received ${kindOf(part)}.`,
  );
}
