import { type DType, isFloat, type Shape, sizeOf } from "@antler/core";
import type { GraphBuilder } from "../graph/builder.js";
import { dimensionVector } from "../graph/dimensions.js";
import { channelsFirst, channelsFirstAxis, fromChannelsFirst, hasTwin } from "../graph/layout.js";
import type { Call } from "./call.js";

type ReductionCall = Call<"sum" | "mean" | "max" | "min" | "prod">;
type Reduce = (builder: GraphBuilder, x: string, axes: string, keepdims: number) => string;

/** Reduces in the layout that is at hand. */
function reduction(call: ReductionCall, reduce: Reduce): string {
  const {
    inputs: [x],
    attrs: { axes, keepdims },
    node,
    context: builder,
  } = call;
  const rank = node.inputs[0]?.rank ?? 0;
  if (axes.length === 0) return x;
  const keep = keepdims ? 1 : 0;
  if (!hasTwin(builder, x) || !remainsOrdered(axes, rank, keepdims)) {
    return reduce(builder, x, builder.integers(...axes), keep);
  }
  const moved = axes.map((axis) => channelsFirstAxis(axis, rank)).sort((a, b) => a - b);
  const result = reduce(builder, channelsFirst(builder, x, rank), builder.integers(...moved), keep);
  return keepdims ? fromChannelsFirst(builder, result, rank) : result;
}

/** Whether the axes that remain stand in the same order in both layouts. */
function remainsOrdered(axes: readonly number[], rank: number, keepdims: boolean): boolean {
  if (keepdims || axes.includes(rank - 1)) return true;
  return Array.from({ length: rank - 2 }, (_, i) => i + 1).every((axis) => axes.includes(axis));
}

function plain(op: string): (call: ReductionCall) => string {
  return (call) =>
    reduction(call, (builder, x, axes, keepdims) => {
      // ONNX Runtime does not add or multiply bytes.
      const dtype = call.node.dtype;
      if (dtype !== "uint8") return builder.node(op, [x, axes], { keepdims });
      const result = builder.node(op, [builder.cast(x, "int32"), axes], { keepdims });
      return builder.cast(result, dtype);
    });
}

/** ONNX Runtime's extrema overlook NaN; here it wins. */
function extremum(op: string): (call: ReductionCall) => string {
  return (call) =>
    reduction(call, (builder, x, axes, keepdims) => {
      const result = builder.node(op, [x, axes], { keepdims });
      const dtype: DType = call.node.dtype;
      if (!isFloat(dtype)) return result;
      const anyNan = builder.node("ReduceMax", [builder.node("IsNaN", [x]), axes], { keepdims });
      return builder.node("Where", [anyNan, builder.scalar(Number.NaN, dtype), result]);
    });
}

/** ONNX Runtime's ArgMax overlooks NaN; here the first one is the largest. */
function argmax({ inputs: [x], attrs: { axis }, node, context: builder }: Call<"argmax">): string {
  const find = (value: string): string => builder.node("ArgMax", [value], { axis, keepdims: 0 });
  const largest = find(x);
  if (!isFloat(node.inputs[0]?.dtype ?? "int32")) return builder.cast(largest, "int32");
  const isNan = builder.cast(builder.node("IsNaN", [x]), "float32");
  const most = builder.node("ReduceMax", [isNan, builder.integers(axis)], { keepdims: 0 });
  const hasNan = builder.cast(most, "bool");
  return builder.cast(builder.node("Where", [hasNan, find(isNan), largest]), "int32");
}

/** ReduceMean makes 0 of no elements, which a symbolic size may turn out to be; 0 / 0 is NaN. */
function mean(call: Call<"mean">): string {
  const { attrs, node, context: builder } = call;
  const sizes: Shape = attrs.axes.map((axis) => node.inputs[0]?.shape[axis] ?? 1);
  if (sizes.every((size) => typeof size === "number" && size > 0)) return plain("ReduceMean")(call);
  const total = plain("ReduceSum")(call);
  const count = builder.cast(dimensionVector(builder, sizeOf(sizes)), node.dtype);
  const scalar = builder.node("Reshape", [count, builder.integers()]);
  return builder.node("Div", [total, scalar]);
}

export const reductions = {
  argmax,
  max: extremum("ReduceMax"),
  mean,
  min: extremum("ReduceMin"),
  prod: plain("ReduceProd"),
  sum: plain("ReduceSum"),
};
