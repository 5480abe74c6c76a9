import { type Shape, sizeOf } from "@antler/core";
import { reshape, shapeVector } from "../graph/dimensions.js";
import type { Call } from "./call.js";

function gather({ inputs, attrs: { axis }, context: builder }: Call<"gather">): string {
  return builder.node("Gather", inputs, { axis });
}

/**
 * The index axes become one, then each element of `updates` is added where its index says.
 * ScatterElements, not ScatterND: the latter adds from several threads at once without a lock, so
 * that it loses updates whose indices are equal (seen in ONNX Runtime 1.30).
 */
function scatterAdd(call: Call<"scatterAdd">): string {
  const {
    inputs: [indices, updates],
    attrs: { axis, size },
    node,
    context: builder,
  } = call;
  const shape: Shape = node.inputs[1]?.shape ?? [];
  const after = axis + (node.inputs[0]?.rank ?? 0);
  const ones = (dims: Shape) => dims.map(() => 1);
  const zeros = builder.node(
    "ConstantOfShape",
    [shapeVector(builder, [...shape.slice(0, axis), size, ...shape.slice(after)])],
    { value: builder.element(0, node.dtype) },
  );
  // Expand gets sizes of 0 wrong.
  if (sizeOf(shape) === 0) return zeros;
  const count = shape.slice(axis, after).length;
  const flatIndices = builder.node("Reshape", [
    indices,
    builder.integers(...ones(shape.slice(0, axis)), -1, ...ones(shape.slice(after))),
  ]);
  const flat = count === 1 ? updates : reshape(builder, updates, flattened(shape, axis, after));
  const spread = builder.node("Expand", [
    builder.cast(flatIndices, "int64"),
    builder.node("Shape", [flat]),
  ]);
  return builder.node("ScatterElements", [zeros, spread, flat], { axis, reduction: "add" });
}

/** `shape` with the axes from `axis` up to `after` made one. */
function flattened(shape: Shape, axis: number, after: number): Shape {
  const merged = sizeOf(shape.slice(axis, after));
  return [...shape.slice(0, axis), merged, ...shape.slice(after)];
}

function takeAlongAxis({ inputs, attrs: { axis }, context: builder }: Call<"takeAlongAxis">) {
  return builder.node("GatherElements", inputs, { axis });
}

/** One index per slice becomes one per element. */
function scatterSlices({
  inputs: [x, indices, updates],
  attrs: { reduction },
  node,
  context: builder,
}: Call<"scatterSlices">): string {
  // Expand gets sizes of 0 wrong.
  if (sizeOf(node.inputs[2]?.shape ?? []) === 0) return x;
  const column = builder.node("Reshape", [
    builder.cast(indices, "int64"),
    builder.integers(-1, ...Array.from({ length: node.rank - 1 }, () => 1)),
  ]);
  const spread = builder.node("Expand", [column, builder.node("Shape", [updates])]);
  return builder.node("ScatterElements", [x, spread, updates], {
    axis: 0,
    reduction: reduction === "set" ? "none" : reduction,
  });
}

export const indexing = {
  gather,
  scatterAdd,
  scatterSlices,
  takeAlongAxis,
  view: "decompose" as const,
};
