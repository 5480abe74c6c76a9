import { type Dim, multiplyDims } from "../../dimension.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape, normalizeAxis, type Shape, sizeOf } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { integerList } from "../arguments.js";
import { broadcastTo } from "../broadcastTo.js";
import { gather } from "../gather.js";
import { reshape } from "../reshape.js";
import { ravel } from "./axes.js";

/**
 * Each element of `x` several times in a row along `axis` (without one: of the flattened `x`): all
 * equally often, or as often as a list says.
 * @throws ShapeError if the list has another length than the axis
 */
export function repeat(
  x: TensorLike,
  repeats: number | readonly number[],
  axis: number | null = null,
): Tensor {
  const input = axis === null ? ravel(x) : tensor(x);
  const at = normalizeAxis(axis ?? 0, input.rank, "repeat");
  const counts = integerList(repeats, "repeats", "repeat");
  checkCounts(counts, "repeat");
  const size = input.shape[at] ?? 1;
  if (counts.length === 1) {
    const [count = 1] = counts;
    const [before, after] = [
      sizeOf(input.shape.slice(0, at + 1)),
      sizeOf(input.shape.slice(at + 1)),
    ];
    return copies(input, before, after, count, input.shape.with(at, multiplyDims(size, count)));
  }
  if (size !== counts.length) {
    throw new ShapeError(
      `repeat: expected one number, or one for each of the ${size} elements along axis ${at} of ` +
        `${formatShape(input.shape)}, received ${counts.length}.`,
    );
  }
  const indices = counts.flatMap((count, i) => Array.from({ length: count }, () => i));
  return gather(input, Int32Array.from(indices), at);
}

/**
 * Copies of `x` side by side: `repeats[i]` of them along axis `i`. Missing axes and counts are 1, in front.
 * @throws ArgumentError if a count is no non-negative integer
 */
export function tile(x: TensorLike, repeats: number | readonly number[]): Tensor {
  const input = tensor(x);
  const list = integerList(repeats, "repeats", "tile");
  checkCounts(list, "tile");
  const rank = Math.max(list.length, input.rank);
  const counts = [...ones(rank - list.length), ...list];
  const aligned = reshape(input, [...ones(rank - input.rank), ...input.shape]);
  return counts.reduce<Tensor>((x, count, axis) => {
    const { shape } = x;
    const [before, after] = [sizeOf(shape.slice(0, axis)), sizeOf(shape.slice(axis))];
    return copies(x, before, after, count, shape.with(axis, multiplyDims(shape[axis] ?? 1, count)));
  }, aligned);
}

/** Each of `before` rows of `after` elements `count` times; three axes suffice, whatever the rank of `x`. */
function copies(x: Tensor, before: Dim, after: Dim, count: number, shape: Shape): Tensor {
  if (count === 1) return reshape(x, shape);
  return reshape(broadcastTo(reshape(x, [before, 1, after]), [before, count, after]), shape);
}

function ones(count: number): number[] {
  return Array.from({ length: count }, () => 1);
}

function checkCounts(counts: readonly number[], where: string): void {
  for (const count of counts) {
    if (count >= 0) continue;
    throw new ArgumentError(
      `${where}: expected non-negative integers as repeats, received [${counts.join(", ")}].`,
    );
  }
}
