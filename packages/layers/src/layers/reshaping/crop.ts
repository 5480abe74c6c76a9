import { formatShape, ops, ShapeError, subtractDims, type Tensor } from "@antler/core";
import type { BeforeAfter } from "./spatial.js";

/**
 * `x` without the first and last elements of each axis.
 * @throws ShapeError if nothing is left of an axis
 */
export function crop(x: Tensor, cuts: readonly BeforeAfter[], where: string): Tensor {
  const sizes = x.shape.map((dim, axis) => {
    const [before, after] = cuts[axis] ?? [0, 0];
    const left = subtractDims(dim, before + after);
    if (typeof left === "number" && left <= 0) {
      throw new ShapeError(
        `${where}: cropping leaves nothing of axis ${axis}. Expected less than ${dim} in all, received [${before}, ${after}] for input ${formatShape(x.shape)}.`,
      );
    }
    return left;
  });
  return ops.slice(
    x,
    cuts.map(([before]) => before),
    sizes,
  );
}
