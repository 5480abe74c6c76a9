import { type Lowering, sizeOf } from "@antler/core";
import { type Context, filled, reshaped } from "../context.js";
import type { Handle } from "../kernels.js";

type Reduction = "sum" | "mean" | "max" | "min" | "prod";

/** A reduction; `empty` is its value over no elements. */
function reduction<K extends Reduction>(
  kernel: string,
  empty: number,
): Lowering<K, Handle, Context> {
  return ({ inputs, attrs, context: { kernels, shape } }) => {
    const x = inputs[0] as Handle;
    const { axes } = attrs as { readonly axes: readonly number[] };
    if (sizeOf(x.shape) === 0) return filled(shape, empty, x.dtype, kernels);
    // Axes of size 1 change the shape alone.
    const axis = axes.filter((i) => x.shape[i] !== 1);
    if (axis.length === 0) return reshaped(x, shape, kernels);
    const reduced = kernels.run(kernel, { x }, { axis, reductionIndices: axis, keepdims: false });
    return reshaped(reduced, shape, kernels);
  };
}

export const reductions = {
  sum: reduction<"sum">("Sum", 0),
  mean: reduction<"mean">("Mean", Number.NaN),
  max: reduction<"max">("Max", Number.NEGATIVE_INFINITY),
  min: reduction<"min">("Min", Number.POSITIVE_INFINITY),
  prod: reduction<"prod">("Prod", 1),
  argmax: (({ inputs: [x], attrs: { axis }, context: { kernels } }) =>
    kernels.run("ArgMax", { x }, { axis })) satisfies Lowering<"argmax", Handle, Context>,
  // `supports` admits the last axis alone.
  softmax: (({ inputs: [x], attrs: { axis }, context: { kernels } }) =>
    kernels.run("Softmax", { logits: x }, { dim: axis })) satisfies Lowering<
    "softmax",
    Handle,
    Context
  >,
  logSoftmax: "decompose",
} as const;
