import { addDims, type Dim, equalDims, subtractDims } from "../../dimension.js";
import { received, ShapeError } from "../../errors.js";
import { formatShape } from "../../shape.js";
import { isTypedArray, type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { between } from "../between.js";
import { concatenate } from "../concatenate.js";
import { dimension } from "../dimension.js";
import { castTo } from "../elementwise.js";
import { fill } from "../fill.js";
import { gather } from "../gather.js";
import { indexTensor, knownValue } from "../indices.js";
import { iota } from "../iota.js";
import { lessEqual } from "../lessEqual.js";
import { logicalAnd } from "../logicalAnd.js";
import { maximum } from "../maximum.js";
import { minimum } from "../minimum.js";
import { reshape } from "../reshape.js";
import { stridedSlice } from "../stridedSlice.js";
import { subtract } from "../subtract.js";
import { where } from "../where.js";

/** Where a box begins: one index per axis, each a number or a scalar tensor; or one tensor of all. */
export type StartIndices = TensorLike | readonly (number | Tensor)[];

/**
 * The box of `shape` that begins at `startIndices`, which may be known at run time only. −1 in `shape`:
 * up to the end of that axis.
 * @throws ShapeError if the box does not fit
 */
export function slice(
  inputs: TensorLike,
  startIndices: StartIndices,
  shape: readonly Dim[],
): Tensor {
  const x = tensor(inputs);
  const starts = startsOf(startIndices, x, "slice");
  if (!Array.isArray(shape) || shape.length !== x.rank) {
    throw new ShapeError(
      `slice: expected one size for each of the ${x.rank} axes of ${formatShape(x.shape)}, received ${received(shape)}.`,
    );
  }
  const sizes = shape.map((size, i) => sizeOf(size, x, i, starts[i] ?? 0));
  checkInside(x, starts, sizes, "slice");
  const fixed = starts.map((start) => (typeof start === "number" ? start : 0));
  const end = starts.map((start, i) =>
    typeof start === "number" ? addDims(start, sizes[i] ?? 0) : (x.shape[i] ?? 1),
  );
  return starts.reduce<Tensor>(
    (box, start, axis) =>
      typeof start === "number" ? box : gather(box, add(iota(sizes[axis] ?? 1), start), axis),
    stridedSlice(x, fixed, end),
  );
}

/**
 * `inputs` with `updates` (of the same rank) in place of the box that begins at `startIndices`, which
 * may be known at run time only.
 * @throws ShapeError if the box does not fit
 */
export function sliceUpdate(
  inputs: TensorLike,
  startIndices: StartIndices,
  updates: TensorLike,
): Tensor {
  const x = tensor(inputs);
  const box = castTo(tensor(updates), x.dtype);
  const starts = startsOf(startIndices, x, "sliceUpdate");
  if (box.rank !== x.rank) {
    throw new ShapeError(
      `sliceUpdate: expected updates of rank ${x.rank}, received ${formatShape(box.shape)}.`,
    );
  }
  checkInside(x, starts, box.shape, "sliceUpdate");
  const partial = starts.flatMap((start, i) => {
    const whole = start === 0 && equalDims(box.shape[i] ?? 1, x.shape[i] ?? 1);
    return whole ? [] : [i];
  });
  const [axis] = partial;
  if (axis === undefined) return box;
  const start = starts[axis];
  if (partial.length === 1 && typeof start === "number") {
    const end = addDims(start, box.shape[axis] ?? 0);
    const size = x.shape[axis] ?? 1;
    return concatenate([between(x, axis, 0, start), box, between(x, axis, end, size)], axis);
  }
  // Every element finds its place inside the box, or is told that it lies outside.
  let spread = box;
  let inside: Tensor = fill([], 1, "bool");
  for (const at of partial) {
    const size = box.shape[at] ?? 1;
    if (size === 0) return x;
    const last = typeof size === "number" ? size - 1 : dimension(subtractDims(size, 1), "int32");
    const place = subtract(iota(x.shape[at] ?? 1), starts[at] as number | Tensor);
    spread = gather(spread, minimum(maximum(place, 0), last), at);
    const within = logicalAnd(lessEqual(0, place), lessEqual(place, last));
    const along = x.shape.map((dim, i) => (i === at ? dim : 1));
    inside = logicalAnd(inside, reshape(within, along));
  }
  return where(inside, spread, x);
}

/** One start per axis: a number where it is known. */
function startsOf(starts: StartIndices, x: Tensor, where_: string): (number | Tensor)[] {
  const list = Array.isArray(starts) && !isTypedArray(starts) ? (starts as unknown[]) : undefined;
  const parts =
    list === undefined
      ? unpack(indexTensor(starts as TensorLike, where_))
      : list.map((start) =>
          typeof start === "number" ? start : reshape(indexTensor(start as Tensor, where_), []),
        );
  if (parts.length !== x.rank) {
    throw new ShapeError(
      `${where_}: expected one start index for each of the ${x.rank} axes of ${formatShape(x.shape)}, received ${parts.length}.`,
    );
  }
  return parts.map((start) => {
    if (typeof start === "number") return start;
    return knownValue(start)?.data[0] ?? start;
  });
}

function unpack(starts: Tensor): (number | Tensor)[] {
  const known = knownValue(starts);
  if (known !== undefined) return [...known.data];
  const [count] = starts.shape;
  if (starts.rank !== 1 || typeof count !== "number") {
    throw new ShapeError(
      `slice: expected start indices of shape [rank], received ${formatShape(starts.shape)}.`,
    );
  }
  return Array.from({ length: count }, (_, i) => reshape(between(starts, 0, i, i + 1), []));
}

function sizeOf(size: Dim, x: Tensor, axis: number, start: number | Tensor): Dim {
  if (size !== -1) return size;
  if (typeof start === "number") return subtractDims(x.shape[axis] ?? 1, start);
  throw new ShapeError(
    `slice: the size −1 of axis ${axis} needs a start that is a number. Give the size as a number.`,
  );
}

function checkInside(
  x: Tensor,
  starts: readonly (number | Tensor)[],
  sizes: readonly Dim[],
  where_: string,
): void {
  starts.forEach((start, i) => {
    const [size, room] = [sizes[i] ?? 0, x.shape[i] ?? 1];
    const from = typeof start === "number" ? start : 0;
    const outside =
      from < 0 ||
      (typeof size === "number" && (size < 0 || (typeof room === "number" && from + size > room)));
    if (!outside) return;
    throw new ShapeError(
      `${where_}: a box of ${size} from index ${from} does not fit into axis ${i} of ${formatShape(x.shape)}.`,
    );
  });
}
