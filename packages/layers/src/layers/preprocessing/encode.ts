import { type DType, ops, type Tensor } from "@antler/core";

/** How whole numbers become the output: as they are, or as rows with a place for each. */
export type OutputMode = "int" | "one_hot" | "multi_hot" | "count";

/** What the option `outputMode` takes; camelCase is accepted, too. */
export type OutputModeLike = OutputMode | "oneHot" | "multiHot";

/**
 * Indices [...] as `mode` says: `one_hot` [..., depth] (a last axis of size 1 goes), `multi_hot` and
 * `count` over axis 1 of a batch, over all of a vector.
 */
export function encode(
  indices: Tensor,
  mode: OutputMode,
  depth: number,
  dtype: DType,
  weights?: Tensor,
): Tensor {
  if (mode === "int") return ops.cast(indices, dtype);
  const x = indices.rank === 0 ? ops.expandDims(indices, 0) : indices;
  if (mode === "multi_hot") return ops.multiHot(x, depth, -1, { dtype });
  if (mode === "one_hot") {
    const single = x.rank > 1 && x.shape.at(-1) === 1;
    return ops.oneHot(single ? ops.squeeze(x, -1) : x, depth, -1, { dtype });
  }
  const each = ops.oneHot(x, depth, -1, { dtype: weights?.dtype ?? dtype });
  const weighted = weights === undefined ? each : ops.multiply(each, ops.expandDims(weights, -1));
  return ops.sum(weighted, x.rank > 1 ? 1 : 0);
}
