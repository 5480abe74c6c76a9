import { ArgumentError } from "../errors.js";
import { normalizeAxes, sizeOf } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { reshape } from "./reshape.js";
import { transpose } from "./transpose.js";

/**
 * Applies a function that works along one axis and keeps the shape along several, as if they were
 * one; `null`: along all.
 * @throws ShapeError if an axis does not exist
 */
export function alongAxes(
  x: Tensor,
  axis: number | readonly number[] | null,
  where: string,
  compute: (x: Tensor, axis: number) => Tensor,
): Tensor {
  const axes = normalizeAxes(axis, x.rank, where);
  if (x.rank === 0) return reshape(compute(reshape(x, [1]), 0), []);
  const [first] = axes;
  if (first === undefined) {
    throw new ArgumentError(`${where}: no axis. Expected one or several, received [].`);
  }
  if (axes.length === 1) return compute(x, first);
  // The axes to the end, merged there.
  const kept = x.shape.flatMap((_, i) => (axes.includes(i) ? [] : [i]));
  const order = [...kept, ...axes];
  const inOrder = order.every((at, i) => at === i);
  const moved = inOrder ? x : transpose(x, order);
  const lead = moved.shape.slice(0, kept.length);
  const merged = reshape(moved, [...lead, sizeOf(moved.shape.slice(kept.length))]);
  const result = reshape(compute(merged, kept.length), moved.shape);
  return inOrder
    ? result
    : transpose(
        result,
        order.map((_, i) => order.indexOf(i)),
      );
}
