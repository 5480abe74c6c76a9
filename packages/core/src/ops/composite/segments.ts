import type { Dim } from "../../dimension.js";
import { isFloat, rangeOf } from "../../dtype.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { equalShapes, formatShape, type Shape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { between } from "../between.js";
import { castTo } from "../elementwise.js";
import { fill } from "../fill.js";
import { indexTensor, knownValue } from "../indices.js";
import { less } from "../less.js";
import { lessEqual } from "../lessEqual.js";
import { logicalAnd } from "../logicalAnd.js";
import { scatterAdd } from "../scatterAdd.js";
import { scatterSlices } from "../scatterSlices.js";
import { where } from "../where.js";

/** Which segments there are. */
export interface SegmentOptions {
  /** Rows of the result; default: one more than the largest id, which must then be known. */
  readonly numSegments?: number | null | undefined;
  /** Whether the ids ascend; it changes nothing here. */
  readonly sorted?: boolean | undefined;
}

/**
 * Sums of the rows of `data` [n, ...] with equal `segmentIds` [n] → [numSegments, ...]; 0 for no rows. Rows
 * whose id lies outside are left out.
 * @throws ArgumentError if `numSegments` is neither given nor known
 */
export function segmentSum(
  data: TensorLike,
  segmentIds: TensorLike,
  options: SegmentOptions = {},
): Tensor {
  return segments("segmentSum", data, segmentIds, options, (rows, ids, size) =>
    scatterAdd(ids, rows, { axis: 0, size }),
  );
}

/**
 * Largest elements of the rows of `data` [n, ...] with equal `segmentIds` [n] → [numSegments, ...]; −∞ (the
 * smallest integer) for no rows. Rows whose id lies outside are left out.
 * @throws ArgumentError if `numSegments` is neither given nor known
 */
export function segmentMax(
  data: TensorLike,
  segmentIds: TensorLike,
  options: SegmentOptions = {},
): Tensor {
  return segments("segmentMax", data, segmentIds, options, (rows, ids, size) => {
    const least = isFloat(rows.dtype) ? Number.NEGATIVE_INFINITY : rangeOf(rows.dtype)[0];
    return scatterSlices(fill([size, ...rows.shape.slice(1)], least, rows.dtype), ids, rows, {
      reduction: "max",
    });
  });
}

/**
 * Smallest elements of the rows of `data` [n, ...] with equal `segmentIds` [n] → [numSegments, ...]; ∞ (the
 * largest integer) for no rows. Rows whose id lies outside are left out.
 * @throws ArgumentError if `numSegments` is neither given nor known
 */
export function segmentMin(
  data: TensorLike,
  segmentIds: TensorLike,
  options: SegmentOptions = {},
): Tensor {
  return segments("segmentMin", data, segmentIds, options, (rows, ids, size) => {
    const most = isFloat(rows.dtype) ? Number.POSITIVE_INFINITY : rangeOf(rows.dtype)[1];
    return scatterSlices(fill([size, ...rows.shape.slice(1)], most, rows.dtype), ids, rows, {
      reduction: "min",
    });
  });
}

/**
 * Products of the rows of `data` [n, ...] with equal `segmentIds` [n] → [numSegments, ...]; 1 for no rows.
 * Rows whose id lies outside are left out.
 * @throws ArgumentError if `numSegments` is neither given nor known
 */
export function segmentProd(
  data: TensorLike,
  segmentIds: TensorLike,
  options: SegmentOptions = {},
): Tensor {
  return segments("segmentProd", data, segmentIds, options, (rows, ids, size) =>
    scatterSlices(fill([size, ...rows.shape.slice(1)], 1, rows.dtype), ids, rows, {
      reduction: "mul",
    }),
  );
}

function segments(
  name: string,
  data: TensorLike,
  segmentIds: TensorLike,
  options: SegmentOptions,
  reduce: (rows: Tensor, ids: Tensor, size: Dim) => Tensor,
): Tensor {
  const given = tensor(data);
  const rows = given.dtype === "bool" ? castTo(given, "int32") : given;
  const ids = indexTensor(segmentIds, name);
  checkShapes(ids.shape, rows.shape, name);
  const known = knownValue(ids)?.data as Int32Array | undefined;
  const count = options.numSegments ?? known?.reduce((a, b) => Math.max(a, b + 1), 0);
  if (count === undefined || !Number.isInteger(count) || count < 0) {
    throw new ArgumentError(
      count === undefined
        ? `${name}: the number of segments depends on data that is not known yet. Expected numSegments. ` +
            "Pass it, or read the ids first: await segmentIds.data()."
        : `${name}: expected a non-negative integer numSegments, received ${count}.`,
    );
  }
  if (known?.every((id) => id >= 0 && id < count)) return reduce(rows, ids, count);
  // What lies outside goes to a row of its own, which is cut off.
  const inside = logicalAnd(lessEqual(0, ids), less(ids, count));
  return between(reduce(rows, where(inside, ids, count), count + 1), 0, 0, count);
}

function checkShapes(ids: Shape, rows: Shape, name: string): void {
  if (ids.length === 1 && rows.length > 0 && equalShapes(ids, rows.slice(0, 1))) return;
  throw new ShapeError(
    `${name}: expected data [n, ...] and ids [n], received ${formatShape(rows)} and ${formatShape(ids)}.`,
  );
}
