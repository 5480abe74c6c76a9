import { type Dim, isFloat, type Tensor } from "@antler/core";
import type { GraphBuilder } from "../graph/builder.js";
import { dimensionVector } from "../graph/dimensions.js";
import type { Call } from "./call.js";

/** Beyond every float32, so that infinities and NaN keep their places in float64. */
const [beyond, farBeyond] = [1e300, 1e301];

/** TopK keeps the order of equal elements, but knows no order of NaN: it becomes the largest number. */
function argsort({ inputs: [x], attrs, node, context: builder }: Call<"argsort">): string {
  const dtype = node.inputs[0]?.dtype ?? "float32";
  let keys = x;
  if (isFloat(dtype)) {
    const wide = builder.cast(x, "float64");
    const bounds = [-beyond, beyond].map((bound) => builder.scalar(bound, "float64"));
    const finite = builder.node("Clip", [wide, ...bounds]);
    keys = builder.node("Where", [
      builder.node("IsNaN", [x]),
      builder.scalar(farBeyond, "float64"),
      finite,
    ]);
  } else if (dtype !== "int32" && dtype !== "int64") {
    keys = builder.cast(x, "int64");
  }
  return builder.cast(topIndices(builder, keys, node, attrs), "int32");
}

/** TopK brings the process down where there are no rows: one more is put there, and taken away. */
function topIndices(
  builder: GraphBuilder,
  keys: string,
  node: Tensor,
  { axis, descending, count }: Call<"argsort">["attrs"],
): string {
  const unknown = node.shape.flatMap((dim, i) => (i !== axis && isMaybeZero(dim) ? [i] : []));
  const ends = node.shape.map((_, i) => (unknown.includes(i) ? 1 : 0));
  const pads = builder.integers(...node.shape.map(() => 0), ...ends);
  const filled = unknown.length === 0 ? keys : builder.node("Pad", [keys, pads]);
  const [, indices = ""] = builder.nodeWithOutputs(
    "TopK",
    [filled, dimensionVector(builder, count)],
    { axis, largest: descending ? 1 : 0, sorted: 1 },
    2,
  );
  if (unknown.length === 0) return indices;
  const all = (value: number) => builder.integers(...unknown.map(() => value));
  return builder.node("Slice", [indices, all(0), all(-1), builder.integers(...unknown)]);
}

function isMaybeZero(dim: Dim): boolean {
  return typeof dim !== "number" || dim === 0;
}

function cumsum({
  inputs: [x],
  attrs: { axis, reverse },
  context: builder,
}: Call<"cumsum">): string {
  const at = builder.scalar(axis, "int64");
  return builder.node("CumSum", [x, at], { reverse: reverse ? 1 : 0 });
}

export const sorting = { argsort, cumsum };
