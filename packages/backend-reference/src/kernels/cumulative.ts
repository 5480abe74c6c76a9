import type { HostTensor } from "@antler/core";
import { round } from "./reduce.js";
import { alongAxis } from "./walk.js";

/** Sums of the elements so far along `axis`, from either end. */
export function cumsum(x: HostTensor, axis: number, reverse: boolean): HostTensor {
  const { outer, size, inner } = alongAxis(x.shape, axis);
  const sums = new Float64Array(x.data.length);
  const step = reverse ? -inner : inner;
  for (let block = 0; block < outer; block++) {
    for (let column = 0; column < inner; column++) {
      const begin = block * size * inner + column;
      let at = reverse ? begin + (size - 1) * inner : begin;
      let total = 0;
      for (let i = 0; i < size; i++, at += step) {
        total += x.data[at] as number;
        sums[at] = total;
      }
    }
  }
  return { dtype: x.dtype, shape: x.shape, data: round(sums, x.dtype) };
}
