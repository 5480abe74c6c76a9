import { ArgumentError, type Lowering, sizeOf, type TypedArray } from "@antler/core";
import { type Context, filled, reshaped } from "../context.js";
import type { Handle, Kernels } from "../kernels.js";
import { transposed } from "./moves.js";

/** Kernels write wherever an index points: one outside would destroy other tensors. */
function checkIndices(indices: Handle, size: number, where: string, kernels: Kernels): void {
  if (!kernels.traits.readsAtOnce) return;
  for (const index of kernels.readNow(indices)) {
    if (index < 0 || index >= size) {
      throw new ArgumentError(
        `${where}: index ${index} does not exist. Expected integers from 0 to ${size - 1}.`,
      );
    }
  }
}

const combine = {
  set: (_: number, update: number) => update,
  max: Math.max,
  min: Math.min,
  mul: (old: number, update: number) => old * update,
} as const;

/** On the host: the device has no kernel that combines, and setting is not ordered everywhere. */
const scatterSlices: Lowering<"scatterSlices", Handle, Context> = ({
  inputs: [x, indices, updates],
  attrs: { reduction },
  context: { kernels, shape },
}) => {
  const [size = 0] = shape;
  checkIndices(indices, size, "scatterSlices", kernels);
  const rule = reduction === "mul" && x.dtype === "int32" ? Math.imul : combine[reduction];
  const [data, at, values] = [x, indices, updates].map((t) => kernels.readNow(t)) as [
    TypedArray,
    TypedArray,
    TypedArray,
  ];
  const inner = sizeOf(shape.slice(1));
  for (let n = 0, source = 0; n < at.length; n++) {
    const target = (at[n] ?? 0) * inner;
    for (let i = 0; i < inner; i++, source++) {
      data[target + i] = rule(data[target + i] ?? 0, values[source] ?? 0);
    }
  }
  return kernels.uploadOwned(data, shape, x.dtype);
};

export const indexing = {
  scatterSlices,
  takeAlongAxis: "decompose" as const,
  view: "decompose" as const,
  gather: (({ inputs: [x, indices], attrs: { axis }, context: { kernels, shape } }) => {
    checkIndices(indices, x.shape[axis] ?? 0, "gather", kernels);
    const flat = reshaped(indices, [sizeOf(indices.shape)], kernels);
    const picked = kernels.run("GatherV2", { x, indices: flat }, { axis, batchDims: 0 });
    return reshaped(picked, shape, kernels);
  }) satisfies Lowering<"gather", Handle, Context>,
  scatterAdd: (({ inputs: [indices, updates], attrs: { axis }, context: { kernels, shape } }) => {
    const count = sizeOf(indices.shape);
    if (sizeOf(updates.shape) === 0) return filled(shape, 0, updates.dtype, kernels);
    const size = shape[axis] ?? 0;
    checkIndices(indices, size, "scatterAdd", kernels);
    // ScatterNd adds rows up, so the axis comes first.
    const outer = sizeOf(shape.slice(0, axis));
    const inner = sizeOf(shape.slice(axis + 1));
    const blocks = reshaped(updates, [outer, count, inner], kernels);
    const rows = reshaped(transposed(blocks, [1, 0, 2], kernels), [count, outer * inner], kernels);
    const at = reshaped(indices, [count, 1], kernels);
    const sums = kernels.run(
      "ScatterNd",
      { indices: at, updates: rows },
      { shape: [size, outer * inner] },
    );
    const grid = reshaped(sums, [size, outer, inner], kernels);
    return reshaped(transposed(grid, [1, 0, 2], kernels), shape, kernels);
  }) satisfies Lowering<"scatterAdd", Handle, Context>,
};
