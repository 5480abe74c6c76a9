import { ArgumentError } from "../../errors.js";
import type { Shape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { broadcastTo } from "../broadcastTo.js";
import { reshape } from "../reshape.js";
import { ravel } from "./axes.js";

/** Which axis the first vector runs along: `"xy"` (default) the second, `"ij"` the first. */
export interface MeshgridOptions {
  readonly indexing?: "xy" | "ij" | undefined;
}

/**
 * The coordinates of a grid from those along its axes: one tensor per vector, each in the shape of the grid.
 * @throws ArgumentError if there are no vectors
 */
export function meshgrid(...x: readonly TensorLike[]): Tensor[];
export function meshgrid(x: readonly TensorLike[], options: MeshgridOptions): Tensor[];
export function meshgrid(...x: readonly unknown[]): Tensor[] {
  const last = x.at(-1);
  const withOptions = x.length === 2 && isOptions(last);
  const { indexing = "xy" } = withOptions ? last : ({} as MeshgridOptions);
  const vectors = (
    withOptions ? (x[0] as readonly TensorLike[]) : (x as readonly TensorLike[])
  ).map((vector) => ravel(tensor(vector)));
  if (vectors.length === 0 || (indexing !== "xy" && indexing !== "ij")) {
    throw new ArgumentError(
      `meshgrid: expected one vector at least and indexing "xy" or "ij", received ${vectors.length} and "${indexing}".`,
    );
  }
  const sizes = vectors.map((vector) => vector.shape[0] ?? 1);
  const order = vectors.map((_, i) => i);
  if (indexing === "xy" && order.length > 1) order.splice(0, 2, 1, 0);
  const shape: Shape = order.map((i) => sizes[i] ?? 1);
  return vectors.map((vector, i) => {
    const along = shape.map((dim, axis) => (order[axis] === i ? dim : 1));
    return broadcastTo(reshape(vector, along), shape);
  });
}

function isOptions(value: unknown): value is MeshgridOptions {
  return (
    typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
