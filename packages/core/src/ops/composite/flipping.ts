import { ArgumentError, ShapeError } from "../../errors.js";
import { normalizeAxis } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { integerList } from "../arguments.js";
import { between } from "../between.js";
import { concatenate } from "../concatenate.js";
import { dimension } from "../dimension.js";
import { flip } from "../flip.js";
import { gather } from "../gather.js";
import { iota } from "../iota.js";
import { mod } from "../mod.js";
import { reshape } from "../reshape.js";
import { subtract } from "../subtract.js";
import { ravel, swapaxes } from "./axes.js";

/** Columns in opposite order: `flip` along axis 1. */
export function fliplr(x: TensorLike): Tensor {
  return flip(x, 1);
}

/** Rows in opposite order: `flip` along axis 0. */
export function flipud(x: TensorLike): Tensor {
  return flip(x, 0);
}

/**
 * `array` turned by 90° `k` times (default 1), from the first of `axes` (default [0, 1]) towards the second.
 * @throws ShapeError if the axes do not exist or are equal
 */
export function rot90(
  array: TensorLike,
  axes: readonly [number, number] | readonly number[] = [0, 1],
  options: { readonly k?: number } = {},
): Tensor {
  const input = tensor(array);
  const list = integerList(axes, "axes", "rot90");
  const [first = 0, second = 0] = list.map((axis) => normalizeAxis(axis, input.rank, "rot90"));
  if (list.length !== 2 || first === second) {
    throw new ShapeError(`rot90: expected two different axes, received [${list.join(", ")}].`);
  }
  const { k = 1 } = options;
  if (!Number.isInteger(k)) throw new ArgumentError(`rot90: expected an integer k, received ${k}.`);
  const quarters = ((k % 4) + 4) % 4;
  if (quarters === 0) return input;
  if (quarters === 2) return flip(input, [first, second]);
  if (quarters === 1) return swapaxes(flip(input, second), first, second);
  return flip(swapaxes(input, first, second), second);
}

/**
 * The elements moved on by `shift` along `axis`; what leaves at the end comes in at the front. Without
 * an axis the elements move as in one row.
 * @throws ShapeError if an axis does not exist, or the lists differ in length
 */
export function roll(
  x: TensorLike,
  shift: number | readonly number[],
  axis: number | readonly number[] | null = null,
): Tensor {
  const input = tensor(x);
  if (axis === null) {
    const total = integerList(shift, "shift", "roll").reduce((sum, n) => sum + n, 0);
    return reshape(rollAxis(ravel(input), total, 0), input.shape);
  }
  const shifts = integerList(shift, "shift", "roll");
  const axes = integerList(axis, "axis", "roll");
  const count = Math.max(shifts.length, axes.length);
  if (![1, count].includes(shifts.length) || ![1, count].includes(axes.length)) {
    throw new ShapeError(
      `roll: expected one shift per axis, received shifts [${shifts.join(", ")}] and axes [${axes.join(", ")}].`,
    );
  }
  let result = input;
  for (let i = 0; i < count; i++) {
    const at = axes[axes.length === 1 ? 0 : i] as number;
    const by = shifts[shifts.length === 1 ? 0 : i] as number;
    result = rollAxis(result, by, normalizeAxis(at, input.rank, "roll"));
  }
  return result;
}

function rollAxis(x: Tensor, shift: number, axis: number): Tensor {
  const size = x.shape[axis] ?? 1;
  if (shift === 0 || size === 0) return x;
  if (typeof size === "number") {
    const by = ((shift % size) + size) % size;
    if (by === 0) return x;
    return concatenate([between(x, axis, size - by, size), between(x, axis, 0, size - by)], axis);
  }
  // Known at run time only: element i comes from place (i − shift) mod size.
  const places = mod(subtract(iota(size), shift), dimension(size, "int32"));
  return gather(x, places, axis);
}
