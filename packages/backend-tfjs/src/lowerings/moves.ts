import { formatShape, type Lowering, ShapeError, sizeOf } from "@antler/core";
import { type Context, filled, numberOf, reshaped } from "../context.js";
import type { Handle, Kernels } from "../kernels.js";
import { broadcast, throughInt32 } from "./broadcast.js";
import { everyNth, padded, sliced } from "./windows.js";

/** Axes in another order, without those of size 1, which move nothing. */
export function transposed(x: Handle, permutation: readonly number[], kernels: Kernels): Handle {
  const shape = permutation.map((axis) => x.shape[axis] ?? 1);
  const moving = permutation.filter((axis) => x.shape[axis] !== 1);
  if (moving.every((axis, i) => i === 0 || axis > (moving[i - 1] ?? 0))) {
    return reshaped(x, shape, kernels);
  }
  const rank = [...moving].sort((a, b) => a - b);
  const perm = moving.map((axis) => rank.indexOf(axis));
  const squeezed = reshaped(
    x,
    rank.map((axis) => x.shape[axis] ?? 1),
    kernels,
  );
  const convertible = x.dtype !== "float32" && !kernels.traits.integerTranspose && perm.length > 2;
  if (!convertible)
    return reshaped(kernels.run("Transpose", { x: squeezed }, { perm }), shape, kernels);
  const float = kernels.run("Cast", { x: squeezed }, { dtype: "float32" });
  const moved = reshaped(kernels.run("Transpose", { x: float }, { perm }), shape, kernels);
  return x.dtype === "bool"
    ? kernels.run("NotEqual", { a: moved, b: kernels.scalar(0, "float32") })
    : kernels.run("Cast", { x: moved }, { dtype: x.dtype });
}

/** Kernels read past the end; bounds that are symbolic are first known here. */
function checkBox(shape: readonly number[], begin: readonly number[], size: readonly number[]) {
  shape.forEach((room, axis) => {
    const [from = 0, count = 0] = [begin[axis], size[axis]];
    if (from >= 0 && from + count <= room) return;
    throw new ShapeError(
      `slice: ${from}:${from + count} leaves axis ${axis} of ${formatShape(shape)}. Expected bounds from 0 to ${room}.`,
    );
  });
}

/** Ops that move elements and compute nothing. */
export const moves = {
  reshape: (({ inputs: [x], context: { kernels, shape } }) =>
    reshaped(x, shape, kernels)) satisfies Lowering<"reshape", Handle, Context>,
  stopGradient: (({ inputs: [x] }) => x) satisfies Lowering<"stopGradient", Handle, Context>,
  broadcastTo: (({ inputs: [x], context: { kernels, shape } }) =>
    broadcast(x, shape, kernels)) satisfies Lowering<"broadcastTo", Handle, Context>,
  transpose: (({ inputs: [x], attrs: { permutation }, context: { kernels } }) =>
    transposed(x, permutation, kernels)) satisfies Lowering<"transpose", Handle, Context>,
  flip: (({ inputs: [x], attrs: { axes }, context: { kernels } }) =>
    axes.length === 0
      ? x
      : throughInt32([x], kernels, ([y]) =>
          kernels.run("Reverse", { x: y as Handle }, { dims: axes }),
        )) satisfies Lowering<"flip", Handle, Context>,
  concatenate: (({ inputs, attrs: { axis }, context: { kernels } }) => {
    const parts = inputs.filter((part) => sizeOf(part.shape) > 0);
    return parts.length === 1 ? (parts[0] as Handle) : kernels.run("Concat", parts, { axis });
  }) satisfies Lowering<"concatenate", Handle, Context>,
  pad: (({ inputs: [x], attrs: { paddings, value }, context: { kernels, shape } }) =>
    sizeOf(x.shape) === 0
      ? filled(shape, value, x.dtype, kernels)
      : throughInt32([x], kernels, ([y]) =>
          padded(y as Handle, paddings, kernels, value),
        )) satisfies Lowering<"pad", Handle, Context>,
  stridedSlice: (({ inputs: [x], attrs: { begin, strides }, context }) => {
    const { kernels, shape } = context;
    // First the plain box that holds every element, then the steps, axis by axis.
    const size = shape.map((count, i) => (count - 1) * (strides[i] ?? 1) + 1);
    const from = begin.map((start) => numberOf(start, context));
    checkBox(x.shape, from, size);
    let result = sliced(x, from, size, kernels);
    strides.forEach((step, axis) => {
      result = everyNth(result, axis, step, numberOf(shape[axis] ?? 1, context), kernels);
    });
    return result;
  }) satisfies Lowering<"stridedSlice", Handle, Context>,
};
