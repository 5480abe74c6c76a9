import { allocate, type HostTensor } from "@antler/core";
import { alongAxis } from "./walk.js";

/**
 * Indices of the first `count` elements along `axis` in rising or falling order; equal elements keep
 * their order, NaN counts as larger than all numbers.
 */
export function argsort(
  x: HostTensor,
  axis: number,
  descending: boolean,
  count: number,
): HostTensor {
  const { outer, size, inner } = alongAxis(x.shape, axis);
  const out = allocate("int32", outer * count * inner);
  const order = Array.from({ length: size }, (_, i) => i);
  const sign = descending ? -1 : 1;
  for (let block = 0; block < outer; block++) {
    for (let column = 0; column < inner; column++) {
      const at = (i: number): number => x.data[(block * size + i) * inner + column] as number;
      const sorted = order.toSorted((i, j) => sign * compare(at(i), at(j)) || i - j);
      for (let i = 0; i < count; i++)
        out[(block * count + i) * inner + column] = sorted[i] as number;
    }
  }
  return { dtype: "int32", shape: x.shape.with(axis, count), data: out };
}

function compare(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}
