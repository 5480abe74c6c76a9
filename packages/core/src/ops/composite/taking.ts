import type { Dim } from "../../dimension.js";
import { kindOf } from "../../dtype.js";
import { DTypeError } from "../../errors.js";
import { parseShape, sizeOf } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { dimension } from "../dimension.js";
import { flatPositions, indexDepth } from "../flatPositions.js";
import { gather } from "../gather.js";
import { indexTensor, normalizeIndices } from "../indices.js";
import { less } from "../less.js";
import { reshape } from "../reshape.js";
import { unravel } from "../unravel.js";
import { where } from "../where.js";
import { ravel } from "./axes.js";
import { array } from "./conversion.js";

/**
 * The slices of `x` along `axis` at `indices`, whose shape takes the place of that axis. Without an axis
 * `x` is flattened. Negative indices count from the end.
 * @throws DTypeError if the indices are no integers
 */
export function take(x: TensorLike, indices: TensorLike, axis: number | null = null): Tensor {
  const input = axis === null ? ravel(x) : tensor(x);
  const at = axis ?? 0;
  const size = input.shape.at(at) ?? 1;
  return gather(input, normalizeIndices(indexTensor(indices, "take"), size, "take"), at);
}

/**
 * The slices of `x` at index vectors: indices [..., n] → [..., ...x.shape[n:]]. Negative indices count from
 * the end.
 * @throws ShapeError if the vectors are longer than the rank of `x`
 */
export function gatherNd(x: TensorLike, indices: TensorLike): Tensor {
  const [input, vectors] = [tensor(x), indexTensor(indices, "gatherNd")];
  const depth = indexDepth(vectors, input.shape, "gatherNd");
  const [first, rest] = [input.shape.slice(0, depth), input.shape.slice(depth)];
  const places = flatPositions(vectors, first, "gatherNd");
  return gather(reshape(input, [sizeOf(first), ...rest]), places);
}

/**
 * Places in a flattened tensor of `shape` as indices along each of its axes. Negative places count from the end.
 * @throws DTypeError if the places are no integers
 */
export function unravelIndex(indices: TensorLike, shape: readonly Dim[]): Tensor[] {
  const places = array(indices);
  if (kindOf(places.dtype) !== "integer") {
    throw new DTypeError(`unravelIndex: expected integers, received ${places.dtype}.`);
  }
  const dims = parseShape(shape, "unravelIndex");
  const wrapped = where(
    less(places, 0),
    add(places, dimension(sizeOf(dims), places.dtype)),
    places,
  );
  return unravel(wrapped, dims);
}
