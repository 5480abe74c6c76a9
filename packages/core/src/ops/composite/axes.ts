import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape, normalizeAxes, normalizeAxis } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { integerList } from "../arguments.js";
import type { Axis } from "../reduction.js";
import { reshape } from "../reshape.js";
import { transpose } from "../transpose.js";

/**
 * `x` with new axes of size 1; `axis` counts in the result.
 * @throws ShapeError if an axis lies outside the result
 */
export function expandDims(x: TensorLike, axis: number | readonly number[]): Tensor {
  const input = tensor(x);
  const list = integerList(axis, "axis", "expandDims");
  const axes = normalizeAxes(list, input.rank + list.length, "expandDims");
  return reshape(
    input,
    axes.reduce((shape, at) => shape.toSpliced(at, 0, 1), input.shape),
  );
}

/**
 * `x` without axes of size 1: those of `axis`, or all.
 * @throws ArgumentError if a named axis has another size
 */
export function squeeze(x: TensorLike, axis: Axis = null): Tensor {
  const input = tensor(x);
  const axes =
    axis === null
      ? input.shape.flatMap((dim, i) => (dim === 1 ? [i] : []))
      : normalizeAxes(axis, input.rank, "squeeze");
  for (const at of axes) {
    if (input.shape[at] !== 1) {
      throw new ArgumentError(
        `squeeze: axis ${at} of ${formatShape(input.shape)} has size ${input.shape[at]}. Expected 1.`,
      );
    }
  }
  return reshape(
    input,
    input.shape.filter((_, i) => !axes.includes(i)),
  );
}

/**
 * `x` with two axes in each other's place.
 * @throws ShapeError if an axis does not exist
 */
export function swapaxes(x: TensorLike, axis1: number, axis2: number): Tensor {
  const input = tensor(x);
  const first = normalizeAxis(axis1, input.rank, "swapaxes");
  const second = normalizeAxis(axis2, input.rank, "swapaxes");
  const order = input.shape.map((_, i) => i);
  return transpose(input, order.with(first, second).with(second, first));
}

/**
 * `x` with axis `source` moved to place `destination` (one each, or lists); the others keep their order.
 * @throws ShapeError if an axis does not exist, or the lists differ in length
 */
export function moveaxis(
  x: TensorLike,
  source: number | readonly number[],
  destination: number | readonly number[],
): Tensor {
  const input = tensor(x);
  const from = distinct(source, input.rank);
  const to = distinct(destination, input.rank);
  if (from.length !== to.length) {
    throw new ShapeError(
      `moveaxis: expected as many destinations as sources, received [${from.join(", ")}] and [${to.join(", ")}].`,
    );
  }
  const order = input.shape.map((_, i) => i).filter((axis) => !from.includes(axis));
  const moves = to.map((place, i) => [place, from[i] as number] as const);
  for (const [place, axis] of moves.sort(([a], [b]) => a - b)) order.splice(place, 0, axis);
  return transpose(input, order);
}

/** Axes counted from the front, in their order. */
function distinct(axis: number | readonly number[], rank: number): number[] {
  const axes = integerList(axis, "axes", "moveaxis");
  normalizeAxes(axes, rank, "moveaxis");
  return axes.map((a) => normalizeAxis(a, rank, "moveaxis"));
}

/** All elements of `x`, row-major, along one axis. */
export function ravel(x: TensorLike): Tensor {
  return reshape(x, [-1]);
}
