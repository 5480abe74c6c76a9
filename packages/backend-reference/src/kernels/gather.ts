import { ArgumentError, allocate, type HostTensor, type Tensor } from "@antler/core";
import { round } from "./reduce.js";
import { alongAxis } from "./walk.js";

/** The slices of `x` along `axis` at `indices`. */
export function gather(x: HostTensor, indices: HostTensor, axis: number, node: Tensor): HostTensor {
  const { outer, size, inner } = alongAxis(x.shape, axis);
  checkIndices(indices, size, node);
  const count = indices.data.length;
  const data = allocate(x.dtype, outer * count * inner);
  for (let block = 0, target = 0; block < outer; block++) {
    for (let n = 0; n < count; n++, target += inner) {
      const source = (block * size + (indices.data[n] as number)) * inner;
      data.set(x.data.subarray(source, source + inner), target);
    }
  }
  return { dtype: x.dtype, shape: x.shape.toSpliced(axis, 1, ...indices.shape), data };
}

/** Zeros of `size` along `axis`, to which the slices of `updates` are added at `indices`. */
export function scatterAdd(
  indices: HostTensor,
  updates: HostTensor,
  axis: number,
  size: number,
  node: Tensor,
): HostTensor {
  checkIndices(indices, size, node);
  const shape = updates.shape.toSpliced(axis, indices.shape.length, size);
  const { outer, inner } = alongAxis(shape, axis);
  const count = indices.data.length;
  const sums = new Float64Array(outer * size * inner);
  for (let block = 0, source = 0; block < outer; block++) {
    for (let n = 0; n < count; n++) {
      const target = (block * size + (indices.data[n] as number)) * inner;
      for (let i = 0; i < inner; i++, source++) {
        sums[target + i] = (sums[target + i] as number) + (updates.data[source] as number);
      }
    }
  }
  return { dtype: updates.dtype, shape, data: round(sums, updates.dtype) };
}

/** The elements of `x` at `indices`, which count along `axis` from where they stand. */
export function takeAlongAxis(
  x: HostTensor,
  indices: HostTensor,
  axis: number,
  node: Tensor,
): HostTensor {
  const { outer, size, inner } = alongAxis(x.shape, axis);
  checkIndices(indices, size, node);
  const count = indices.shape[axis] as number;
  const data = allocate(x.dtype, indices.data.length);
  for (let block = 0, target = 0; block < outer; block++) {
    for (let n = 0; n < count; n++) {
      for (let i = 0; i < inner; i++, target++) {
        const row = block * size + (indices.data[target] as number);
        data[target] = x.data[row * inner + i] as number;
      }
    }
  }
  return { dtype: x.dtype, shape: indices.shape, data };
}

const combine = {
  set: (_: number, update: number) => update,
  max: Math.max,
  min: Math.min,
  mul: (old: number, update: number) => old * update,
} as const;

/** `x` with each slice of `updates` combined with the slice at its index, in order. */
export function scatterSlices(
  x: HostTensor,
  indices: HostTensor,
  updates: HostTensor,
  reduction: keyof typeof combine,
  node: Tensor,
): HostTensor {
  const { size, inner } = alongAxis(x.shape, 0);
  checkIndices(indices, size, node);
  const rule = reduction === "mul" && x.dtype === "int32" ? Math.imul : combine[reduction];
  const totals = Float64Array.from(x.data);
  for (let n = 0, source = 0; n < indices.data.length; n++) {
    const target = (indices.data[n] as number) * inner;
    for (let i = 0; i < inner; i++, source++) {
      totals[target + i] = rule(totals[target + i] as number, updates.data[source] as number);
    }
  }
  return { dtype: x.dtype, shape: x.shape, data: round(totals, x.dtype) };
}

function checkIndices(indices: HostTensor, size: number, node: Tensor): void {
  for (let i = 0; i < indices.data.length; i++) {
    const index = indices.data[i] as number;
    if (index >= 0 && index < size) continue;
    throw new ArgumentError(
      `${node.path === "" ? "" : `${node.path} / `}${node.op}: index ${index} at position ${i} is out of range. ` +
        `Expected 0 to ${size - 1}, received ${index}.`,
    );
  }
}
