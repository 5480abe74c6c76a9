import { allocate, type HostTensor } from "@antler/core";
import { alongAxis } from "./walk.js";

/** eˣ / Σ eˣ along `axis`, or its logarithm. The largest element is subtracted first. */
export function softmax(x: HostTensor, axis: number, logarithm: boolean): HostTensor {
  const { outer, size, inner } = alongAxis(x.shape, axis);
  const data = allocate(x.dtype, x.data.length);
  for (let block = 0; block < outer; block++) {
    for (let column = 0; column < inner; column++) {
      const begin = block * size * inner + column;
      const end = begin + size * inner;
      let largest = Number.NEGATIVE_INFINITY;
      for (let i = begin; i < end; i += inner) largest = Math.max(largest, x.data[i] as number);
      let total = 0;
      for (let i = begin; i < end; i += inner) total += Math.exp((x.data[i] as number) - largest);
      const logTotal = Math.log(total);
      for (let i = begin; i < end; i += inner) {
        const shifted = (x.data[i] as number) - largest;
        data[i] = logarithm ? shifted - logTotal : Math.exp(shifted) / total;
      }
    }
  }
  return { dtype: x.dtype, shape: x.shape, data };
}
