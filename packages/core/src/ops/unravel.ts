import { type Dim, multiplyDims } from "../dimension.js";
import type { Tensor } from "../tensor/tensor.js";
import { dimension } from "./dimension.js";
import { floorDivide } from "./floorDivide.js";
import { mod } from "./mod.js";

/** Places in a flattened tensor of `shape` as indices along each axis. */
export function unravel(places: Tensor, shape: readonly Dim[]): Tensor[] {
  let inner: Dim = 1;
  return shape
    .map((_, i) => shape[shape.length - 1 - i] ?? 1)
    .map((dim, i) => {
      const rows = i === 0 ? places : floorDivide(places, dimension(inner, places.dtype));
      inner = multiplyDims(inner, dim);
      return mod(rows, dimension(dim, places.dtype));
    })
    .reverse();
}
