import { type Dim, equalDims, type Shape } from "@antler/core";
import type { GraphBuilder } from "../graph/builder.js";
import { dimensionVector, reshape, shapeVector } from "../graph/dimensions.js";
import type { Call } from "./call.js";

const smallest = -(2n ** 63n);
const largest = 2n ** 63n - 1n;

function iota({ attrs: { size, dtype }, context: builder }: Call<"iota">): string {
  const zero = builder.memoize("int64 0", () =>
    builder.constant("int64", [], new BigInt64Array(1)),
  );
  const one = builder.memoize("int64 1", () => builder.constant("int64", [], BigInt64Array.of(1n)));
  return builder.cast(builder.node("Range", [zero, dimensionScalar(builder, size), one]), dtype);
}

function dimension({ attrs: { value, dtype }, context: builder }: Call<"dimension">): string {
  return builder.cast(dimensionScalar(builder, value), dtype);
}

function dimensionScalar(builder: GraphBuilder, dim: Dim): string {
  return builder.memoize(`dimension scalar ${dim}`, () =>
    builder.node("Reshape", [dimensionVector(builder, dim), builder.integers()]),
  );
}

/** A broadcast that element-wise ops need not see: they broadcast by themselves. */
function broadcastTo({
  inputs: [x],
  attrs: { shape },
  node,
  context: builder,
}: Call<"broadcastTo">) {
  // Expand gets sizes of 0 wrong.
  if (shape.includes(0)) {
    const dims = shapeVector(builder, shape);
    return builder.node("ConstantOfShape", [dims], { value: builder.element(0, node.dtype) });
  }
  const value = builder.defer("Expand", [x, shapeVector(builder, shape)]);
  const source = node.inputs[0];
  if (source !== undefined) builder.expansions.set(value, { source: x, shape: source.shape });
  return value;
}

function fill({ attrs: { shape, value, dtype }, context: builder }: Call<"fill">): string {
  if (shape.length === 0) return builder.scalar(value, dtype);
  const dims = shapeVector(builder, shape);
  return builder.node("ConstantOfShape", [dims], { value: builder.element(value, dtype) });
}

function concatenate({ inputs, attrs: { axis }, context: builder }: Call<"concatenate">): string {
  const [first] = inputs;
  return inputs.length === 1 && first !== undefined
    ? first
    : builder.node("Concat", inputs, { axis });
}

function pad({
  inputs: [x],
  attrs: { paddings, value },
  node,
  context: builder,
}: Call<"pad">): string {
  const [before, after] = [paddings.map(([n]) => n), paddings.map(([, n]) => n)];
  const fillValue = builder.scalar(value, node.dtype);
  return builder.node("Pad", [x, builder.integers(...before, ...after), fillValue]);
}

function flip({ inputs: [x], attrs: { axes }, context: builder }: Call<"flip">): string {
  if (axes.length === 0) return x;
  const all = (value: number | bigint) => builder.integers(...axes.map(() => value));
  return builder.node("Slice", [x, all(-1), all(smallest), builder.integers(...axes), all(-1)]);
}

function stridedSlice({
  inputs: [x],
  attrs,
  node,
  context: builder,
}: Call<"stridedSlice">): string {
  const from: Shape = node.inputs[0]?.shape ?? [];
  const taken = sliceAxes(
    builder,
    x,
    from.flatMap((size, axis) => {
      const [begin, step] = [attrs.begin[axis] ?? 0, attrs.strides[axis] ?? 1];
      const end = attrs.end[axis] ?? size;
      const whole = begin === 0 && step === 1 && equalDims(end, size);
      return whole ? [] : [{ axis, begin, end: equalDims(end, size) ? undefined : end, step }];
    }),
  );
  // Slice gives fewer elements where the data is too short; a reshape refuses.
  const assumed = from.some(
    (size, axis) => typeof size !== "number" && typeof node.shape[axis] === "number",
  );
  if (!assumed) return taken;
  return builder.node("Reshape", [taken, shapeVector(builder, node.shape)], { allowzero: 1 });
}

/** One axis of a slice; without `end` it reaches to the last element. */
export interface AxisSlice {
  readonly axis: number;
  readonly begin: Dim;
  readonly end?: Dim | undefined;
  readonly step: number;
}

/** The elements inside every one of `slices`. */
export function sliceAxes(builder: GraphBuilder, x: string, slices: readonly AxisSlice[]): string {
  if (slices.length === 0) return x;
  return builder.node("Slice", [
    x,
    bounds(
      builder,
      slices.map(({ begin }) => begin),
    ),
    bounds(
      builder,
      slices.map(({ end }) => end),
    ),
    builder.integers(...slices.map(({ axis }) => axis)),
    builder.integers(...slices.map(({ step }) => step)),
  ]);
}

/** One bound per axis; `undefined` means the end. */
function bounds(builder: GraphBuilder, dims: readonly (Dim | undefined)[]): string {
  if (dims.every((dim) => typeof dim !== "object")) {
    return builder.integers(...dims.map((dim) => dim ?? largest));
  }
  const parts = dims.map((dim) =>
    dim === undefined ? builder.integers(largest) : dimensionVector(builder, dim),
  );
  return parts.length === 1 ? (parts[0] as string) : builder.node("Concat", parts, { axis: 0 });
}

function transpose({ inputs: [x], attrs: { permutation }, context: builder }: Call<"transpose">) {
  return permutation.every((axis, i) => axis === i)
    ? x
    : builder.node("Transpose", [x], { perm: permutation });
}

export const shapes = {
  broadcastTo,
  concatenate,
  dimension,
  fill,
  flip,
  iota,
  pad,
  reshape: ({ inputs: [x], attrs: { shape }, context }: Call<"reshape">) =>
    reshape(context, x, shape),
  stridedSlice,
  transpose,
};
