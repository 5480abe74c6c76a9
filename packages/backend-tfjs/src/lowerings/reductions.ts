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

/** ArgMax overlooks NaN; here the first one is the largest. */
const argmax: Lowering<"argmax", Handle, Context> = ({ inputs: [x], attrs, context }) => {
  const { kernels } = context;
  const { axis } = attrs;
  const largest = kernels.run("ArgMax", { x }, { axis });
  if (x.dtype !== "float32") return largest;
  const isNan = kernels.run("Cast", { x: kernels.run("IsNan", { x }) }, { dtype: "float32" });
  const firstNan = kernels.run("ArgMax", { x: isNan }, { axis });
  const most = kernels.run(
    "Max",
    { x: isNan },
    { axis: [axis], reductionIndices: [axis], keepDims: false },
  );
  const hasNan = kernels.run("Cast", { x: most }, { dtype: "int32" });
  const shift = kernels.run("Multiply", {
    a: hasNan,
    b: kernels.run("Sub", { a: firstNan, b: largest }),
  });
  return kernels.run("Add", { a: largest, b: shift });
};

export const reductions = {
  sum: reduction<"sum">("Sum", 0),
  mean: reduction<"mean">("Mean", Number.NaN),
  max: reduction<"max">("Max", Number.NEGATIVE_INFINITY),
  min: reduction<"min">("Min", Number.POSITIVE_INFINITY),
  prod: reduction<"prod">("Prod", 1),
  argmax,
  // `supports` admits the last axis alone.
  softmax: (({ inputs: [x], attrs: { axis }, context: { kernels } }) =>
    kernels.run("Softmax", { logits: x }, { dim: axis })) satisfies Lowering<
    "softmax",
    Handle,
    Context
  >,
  logSoftmax: "decompose",
} as const;
