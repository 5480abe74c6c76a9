import { sizeOf } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { broadcastTo } from "../broadcastTo.js";
import { castTo } from "../elementwise.js";
import { iota } from "../iota.js";
import { type Key, partsOf } from "../key.js";
import { reshape } from "../reshape.js";
import { select } from "../select.js";
import { updateSlices } from "../updateSlices.js";
import { ravel } from "./axes.js";

/**
 * What an index takes out of `x`, by NumPy's rules: `getItem(x, [slice(1, 3), "...", null, 2])`. Parts are
 * numbers, slices (also `"1:3"`), `"..."`, `null` for a new axis, integers, and masks with a value.
 * @throws ArgumentError if there are too many parts, or one lies outside
 */
export function getItem(x: TensorLike, key: Key | readonly Key[]): Tensor {
  const input = tensor(x);
  return select(input, partsOf(keysOf(key), input.shape, "getItem"));
}

/**
 * `x` with `value` (broadcast) in place of what `key` takes out of it.
 * @throws ShapeError if `value` does not fit
 */
export function setSubtensor(x: TensorLike, key: Key | readonly Key[], value: TensorLike): Tensor {
  return updated(x, key, value, null, "setSubtensor");
}

/**
 * `x` with `value` (broadcast) added to what `key` takes out of it; to elements that it takes several
 * times, as often.
 * @throws ShapeError if `value` does not fit
 */
export function incSubtensor(x: TensorLike, key: Key | readonly Key[], value: TensorLike): Tensor {
  return updated(x, key, value, "add", "incSubtensor");
}

function updated(
  x: TensorLike,
  key: Key | readonly Key[],
  value: TensorLike,
  reduction: "add" | null,
  where: string,
): Tensor {
  const input = tensor(x);
  const numbers = reshape(iota(sizeOf(input.shape)), input.shape);
  const places = select(numbers, partsOf(keysOf(key), input.shape, where));
  const updates = broadcastTo(castTo(tensor(value), input.dtype), places.shape);
  const flat = updateSlices(ravel(input), ravel(places), ravel(updates), reduction);
  return reshape(flat, input.shape);
}

/** A list is an index of several parts, anything else one part. */
function keysOf(key: Key | readonly Key[]): readonly Key[] {
  return Array.isArray(key) ? (key as readonly Key[]) : [key as Key];
}
