import { Variable } from "@antler/core";

/**
 * What an object holds in its public properties, alone or in lists, maps and plain objects, in
 * order: this is how a layer finds the layers that it is made of. `#private` fields are not seen.
 */
export function heldValues(owner: object): readonly unknown[] {
  const found: unknown[] = [];
  const seen = new Set<object>();
  const visit = (value: unknown): void => {
    if (value === null || (typeof value !== "object" && typeof value !== "function")) return;
    if (seen.has(value)) return;
    seen.add(value);
    if (Array.isArray(value)) for (const element of value) visit(element);
    else if (value instanceof Map || value instanceof Set) for (const v of value.values()) visit(v);
    else if (isPlain(value)) for (const v of Object.values(value)) visit(v);
    else found.push(value);
  };
  for (const value of Object.values(owner)) visit(value);
  return found;
}

/** The variables among the values held. */
export function heldVariables(owner: object): readonly Variable[] {
  return heldValues(owner).filter((value): value is Variable => value instanceof Variable);
}

function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
