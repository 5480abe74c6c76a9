import { type Dim, ops, type Tensor } from "@antler/core";

/** Where a key is not behind the query's own position: bool [queries, keys]. */
export function causalMask(queries: Dim, keys: Dim): Tensor {
  return ops.lessEqual(ops.iota(keys), ops.expandDims(ops.iota(queries), 1));
}

/** Where a key is nearer than `window` to the query's own position: bool [queries, keys]. */
export function slidingWindowMask(queries: Dim, keys: Dim, window: number): Tensor {
  const distance = ops.subtract(ops.iota(keys), ops.expandDims(ops.iota(queries), 1));
  return ops.less(ops.abs(distance), window);
}

/** Where all masks that there are agree. */
export function allOf(masks: readonly (Tensor | undefined)[]): Tensor | undefined {
  const given = masks.filter((mask) => mask !== undefined);
  return given.length === 0 ? undefined : given.reduce((a, b) => ops.logicalAnd(a, b));
}
