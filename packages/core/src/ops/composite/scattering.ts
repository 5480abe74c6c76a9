import { ArgumentError, ShapeError, suggestion } from "../../errors.js";
import { equalShapes, formatShape, parseShape, type ShapeLike, sizeOf } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { castTo } from "../elementwise.js";
import { flatPositions, indexDepth } from "../flatPositions.js";
import { indexTensor } from "../indices.js";
import { reshape } from "../reshape.js";
import { scatterAdd } from "../scatterAdd.js";
import { type ScatterReduction, updateSlices } from "../updateSlices.js";
import { array } from "./conversion.js";

const reductions: readonly string[] = ["add", "max", "min", "mul"] satisfies ScatterReduction[];

/**
 * Zeros of `shape` to which the slices of `values` [..., ...shape[n:]] are added at index vectors: indices [..., n].
 * @throws ShapeError if the shapes do not fit
 */
export function scatter(indices: TensorLike, values: TensorLike, shape: ShapeLike): Tensor {
  const dims = parseShape(shape, "scatter");
  const updates = array(values);
  const vectors = indexTensor(indices, "scatter");
  const depth = indexDepth(vectors, dims, "scatter");
  const [first, rest] = [dims.slice(0, depth), dims.slice(depth)];
  const rows = slicesOf(updates, vectors, rest, "scatter");
  const numbers = rows.dtype === "bool" ? castTo(rows, "int32") : rows;
  const places = reshape(flatPositions(vectors, first, "scatter"), [-1]);
  const sums = scatterAdd(places, numbers, { axis: 0, size: sizeOf(first) });
  return castTo(reshape(sums, dims), updates.dtype);
}

/**
 * `inputs` with the slices of `updates` [..., ...inputs.shape[n:]] at index vectors: indices [..., n]. Of updates
 * of one place the last stays; with `reduction` they and what was there are combined.
 * @throws ShapeError if the shapes do not fit
 * @throws ArgumentError if the reduction does not exist
 */
export function scatterUpdate(
  inputs: TensorLike,
  indices: TensorLike,
  updates: TensorLike,
  options: { readonly reduction?: ScatterReduction | null | undefined } = {},
): Tensor {
  const x = tensor(inputs);
  const reduction = options.reduction ?? null;
  if (reduction !== null && !reductions.includes(reduction)) {
    throw new ArgumentError(
      `scatterUpdate: unknown reduction "${reduction}". Expected null or one of ${reductions.join(", ")}.` +
        suggestion(reduction, reductions),
    );
  }
  const vectors = indexTensor(indices, "scatterUpdate");
  const depth = indexDepth(vectors, x.shape, "scatterUpdate");
  const [first, rest] = [x.shape.slice(0, depth), x.shape.slice(depth)];
  const rows = slicesOf(castTo(tensor(updates), x.dtype), vectors, rest, "scatterUpdate");
  const places = reshape(flatPositions(vectors, first, "scatterUpdate"), [-1]);
  const slices = reshape(x, [sizeOf(first), ...rest]);
  return reshape(updateSlices(slices, places, rows, reduction), x.shape);
}

/** Updates as [m, ...slice], checked. */
function slicesOf(updates: Tensor, vectors: Tensor, rest: Tensor["shape"], where: string): Tensor {
  const count = vectors.shape.slice(0, -1);
  const expected = [...count, ...rest];
  if (!equalShapes(updates.shape, expected)) {
    throw new ShapeError(
      `${where}: expected ${where === "scatter" ? "values" : "updates"} of shape ${formatShape(expected)} for indices ` +
        `${formatShape(vectors.shape)}, received ${formatShape(updates.shape)}.`,
    );
  }
  return reshape(updates, [sizeOf(count), ...rest]);
}
