import {
  allocate,
  convert,
  type DType,
  type HostTensor,
  sizeOf,
  type TypedArray,
} from "@antler/core";
import { alongAxis, stridesOf, walk } from "./walk.js";

/** How to combine elements, from what value on, and what to make of the total of `count` of them. */
interface Fold {
  readonly start: number;
  readonly combine: (total: number, element: number) => number;
  readonly finish?: (total: number, count: number) => number;
}

export const sumFold: Fold = { start: 0, combine: (total, x) => total + x };
export const meanFold: Fold = { ...sumFold, finish: (total, count) => total / count };
export const productFold: Fold = { start: 1, combine: (total, x) => total * x };
/** Products of 32-bit integers, modulo 2³². */
export const integerProductFold: Fold = { start: 1, combine: Math.imul };
// Math.max and Math.min give NaN when either side is NaN.
export const maxFold: Fold = { start: Number.NEGATIVE_INFINITY, combine: (a, b) => Math.max(a, b) };
export const minFold: Fold = { start: Number.POSITIVE_INFINITY, combine: (a, b) => Math.min(a, b) };

/** Combines the elements along `axes` in float64. */
export function reduce(
  x: HostTensor,
  { axes, keepdims }: { readonly axes: readonly number[]; readonly keepdims: boolean },
  { start, combine, finish }: Fold,
): HostTensor {
  const kept = x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  const shape = keepdims ? kept : x.shape.filter((_, axis) => !axes.includes(axis));
  const totals = new Float64Array(sizeOf(shape)).fill(start);
  // The result is addressed like x, with step 0 along the axes that are reduced.
  const target = stridesOf(kept).map((stride, axis) => (axes.includes(axis) ? 0 : stride));
  const { length, steps, rows } = walk(x.shape, [stridesOf(x.shape), target]);
  const [step = 0, targetStep = 0] = steps;
  const { data } = x;
  rows(([begin = 0, at = 0]) => {
    if (targetStep === 0) {
      let total = totals[at] as number;
      for (let n = 0, i = begin; n < length; n++, i += step) {
        total = combine(total, data[i] as number);
      }
      totals[at] = total;
    } else {
      for (let n = 0, i = begin, o = at; n < length; n++, i += step, o += targetStep) {
        totals[o] = combine(totals[o] as number, data[i] as number);
      }
    }
  });
  if (finish !== undefined) {
    const count = axes.reduce((product, axis) => product * (x.shape[axis] as number), 1);
    for (let i = 0; i < totals.length; i++) totals[i] = finish(totals[i] as number, count);
  }
  return { dtype: x.dtype, shape, data: round(totals, x.dtype) };
}

/** Index of the first largest element along `axis`; a NaN counts as larger than all numbers. */
export function argmax(x: HostTensor, axis: number): HostTensor {
  const { outer, size, inner } = alongAxis(x.shape, axis);
  const out = allocate("int32", outer * inner);
  for (let block = 0; block < outer; block++) {
    for (let column = 0; column < inner; column++) {
      const base = block * size * inner + column;
      let best = 0;
      let largest = x.data[base] as number;
      for (let i = 1; i < size && !Number.isNaN(largest); i++) {
        const element = x.data[base + i * inner] as number;
        if (element > largest || Number.isNaN(element)) [best, largest] = [i, element];
      }
      out[block * inner + column] = best;
    }
  }
  return { dtype: "int32", shape: x.shape.toSpliced(axis, 1), data: out };
}

/** The one rounding from float64 to the dtype of a result. */
export function round(totals: Float64Array, dtype: DType): TypedArray {
  return dtype === "float64" ? totals : convert(totals, dtype);
}
