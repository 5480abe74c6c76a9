/** A nested structure: lists, plain objects and Maps of such, down to anything else as leaves. */
export type Nested<Leaf = unknown> =
  | Leaf
  | readonly Nested<Leaf>[]
  | { readonly [key: string]: Nested<Leaf> }
  | ReadonlyMap<string, Nested<Leaf>>;

/** The way from the root to a leaf: places in lists, keys of maps. */
export type Path = readonly (number | string)[];

/** The children of a structure, by their places or keys; `undefined` for a leaf. */
export function childrenOf(
  structure: unknown,
): readonly (readonly [key: number | string, child: unknown])[] | undefined {
  if (Array.isArray(structure)) return structure.map((child, i) => [i, child]);
  if (structure instanceof Map) return [...structure];
  return isPlain(structure) ? Object.entries(structure) : undefined;
}

/** A structure of the same kind and keys with other children. */
export function withChildren(structure: unknown, children: readonly unknown[]): unknown {
  if (Array.isArray(structure)) return [...children];
  const keys = (childrenOf(structure) ?? []).map(([key]) => key);
  const entries = keys.map((key, i) => [key, children[i]] as const);
  return structure instanceof Map ? new Map(entries) : Object.fromEntries(entries);
}

/**
 * The structure with the keys of plain objects in order. As in Keras on PyTorch, whose values these
 * are compared with, objects inside objects, and Maps, keep the order that they have.
 */
export function sorted(structure: unknown): unknown {
  if (isPlain(structure)) {
    const entries = Object.entries(structure).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return Object.fromEntries(entries);
  }
  const children = childrenOf(structure);
  if (children === undefined) return structure;
  return withChildren(
    structure,
    children.map(([, child]) => sorted(child)),
  );
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === Object.prototype || prototype === null;
}

/** What a structure is, for messages. */
export function kindOf(structure: unknown): string {
  const children = childrenOf(structure);
  if (children === undefined) return "a leaf";
  if (Array.isArray(structure)) return `a list of ${children.length}`;
  return `a map of ${children.map(([key]) => key).join(", ") || "nothing"}`;
}
