import { subtractDims } from "../../dimension.js";
import { ArgumentError } from "../../errors.js";
import { normalizeAxis, sizeOf } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { argsort } from "../argsort.js";
import { between } from "../between.js";
import { concatenate } from "../concatenate.js";
import { cumsum } from "../cumsum.js";
import { castTo } from "../elementwise.js";
import { fill } from "../fill.js";
import { flip } from "../flip.js";
import { gather } from "../gather.js";
import { knownValue } from "../indices.js";
import { iota } from "../iota.js";
import { minimum } from "../minimum.js";
import { reshape } from "../reshape.js";
import { scatterAdd } from "../scatterAdd.js";
import { scatterSlices } from "../scatterSlices.js";
import { moveaxis } from "./axes.js";
import { notEqual } from "./comparison.js";
import { any } from "./logic.js";

/** What {@link unique} gives besides the values, and how many of them. */
export interface UniqueOptions {
  /** The values are sorted in any case. */
  readonly sorted?: boolean | undefined;
  readonly returnIndex?: boolean | undefined;
  readonly returnInverse?: boolean | undefined;
  readonly returnCounts?: boolean | undefined;
  /** How many values; more are cut off, fewer filled up with `fillValue` (default 0). */
  readonly size?: number | null | undefined;
  readonly fillValue?: number | null | undefined;
}

/**
 * The different elements of `x` in rising order; with an axis, its different slices. On request also, as int32,
 * where each occurs first, which one each element is, and how often each occurs.
 * @returns the values, or a list of them and what `options` ask for, in this order
 * @throws ArgumentError if the values of `x` are not known and `size` is not given: they decide the shape
 */
export function unique(
  x: TensorLike,
  axis?: number | null,
  options?: UniqueOptions & {
    readonly returnIndex?: false;
    readonly returnInverse?: false;
    readonly returnCounts?: false;
  },
): Tensor;
export function unique(
  x: TensorLike,
  axis: number | null | undefined,
  options: UniqueOptions,
): Tensor | Tensor[];
export function unique(
  x: TensorLike,
  axis: number | null = null,
  options: UniqueOptions = {},
): Tensor | Tensor[] {
  const input = tensor(x);
  const at = axis === null ? null : normalizeAxis(axis, input.rank, "unique");
  // [n, columns]: what is compared, as rows.
  const moved = at === null ? reshape(input, [-1]) : moveaxis(input, at, 0);
  const rest = moved.shape.slice(1);
  const rows = reshape(moved, [moved.shape[0] ?? 1, sizeOf(rest)]);
  const size = options.size ?? countRows(input, rows, at);
  const groups = grouped(rows);
  // Values beyond the size go to a place of their own, which is cut off.
  const places = minimum(groups.numbers, size);
  const firstOf = (all: Tensor, missing: number): Tensor => {
    const none = fill([size + 1, ...all.shape.slice(1)], missing, all.dtype);
    // Of equal places the last one stays: in opposite order that is the first.
    return between(
      scatterSlices(none, flip(places), flip(all, 0), { reduction: "set" }),
      0,
      0,
      size,
    );
  };
  const values = reshape(firstOf(gather(rows, groups.order), options.fillValue ?? 0), [
    size,
    ...rest,
  ]);
  const results = [at === null ? values : moveaxis(values, 0, at)];
  const [count = 1] = rows.shape;
  if (options.returnIndex) results.push(firstOf(groups.order, 1));
  if (options.returnInverse) {
    const inverse = scatterAdd(groups.order, groups.numbers, { axis: 0, size: count });
    results.push(at === null ? reshape(inverse, input.shape) : inverse);
  }
  if (options.returnCounts) {
    const ones = fill([count], 1, "int32");
    results.push(between(scatterAdd(places, ones, { axis: 0, size: size + 1 }), 0, 0, size));
  }
  const [only] = results;
  return results.length === 1 && only !== undefined ? only : results;
}

/** Rows in rising order, and the number of the group of equal rows that each belongs to. */
interface Groups {
  readonly order: Tensor;
  readonly numbers: Tensor;
}

function grouped(rows: Tensor): Groups {
  const [count = 1, columns = 1] = rows.shape;
  if (typeof columns !== "number") {
    throw new ArgumentError(
      `unique: the size of a slice must be known, received ${columns} elements. Give its axes fixed sizes.`,
    );
  }
  // Sorted by the last column first: sorting keeps the order of equals.
  let order = iota(count);
  for (let column = columns - 1; column >= 0; column--) {
    const keys = reshape(between(rows, 1, column, column + 1), [count]);
    order = gather(order, argsort(gather(keys, order), 0));
  }
  if (count === 0) return { order, numbers: order };
  const sorted = gather(rows, order);
  const next = between(sorted, 0, 1, count);
  const previous = between(sorted, 0, 0, subtractDims(count, 1));
  const starts = concatenate([fill([1], 0, "bool"), any(notEqual(next, previous), 1)], 0);
  return { order, numbers: cumsum(castTo(starts, "int32"), 0) };
}

/** How many different rows there are, by their values. */
function countRows(x: Tensor, rows: Tensor, axis: number | null): number {
  const known = knownValue(x);
  if (known === undefined) {
    throw new ArgumentError(
      "unique: how many different values there are depends on data that is not known yet. " +
        "Expected size, the number of values to give. Pass it, or read the data first: await x.data().",
    );
  }
  const [count, columns] = rows.shape as readonly [number, number];
  const { data, shape } = known;
  const inner = shape.slice(axis === null ? shape.length : axis + 1).reduce((a, b) => a * b, 1);
  const found = new Set<string>();
  for (let row = 0; row < count; row++) {
    const elements = Array.from({ length: columns }, (_, column) => {
      const block = Math.floor(column / inner) * count + row;
      return data[axis === null ? row : block * inner + (column % inner)] as number;
    });
    // NaN differs from itself.
    found.add(elements.some(Number.isNaN) ? `row ${row}` : elements.map((n) => n + 0).join());
  }
  return found.size;
}
