import { type Dim, divideExactly } from "../../dimension.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape, normalizeAxis, sizeOf } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { integerList } from "../arguments.js";
import { between } from "../between.js";
import { reshape } from "../reshape.js";

/** How many equal parts, or the indices at which to cut. */
export type Sections = number | readonly number[];

/**
 * `x` cut along `axis` (default 0): into equal parts, or before each of the given indices.
 * @throws ShapeError if the axis does not divide into that many parts
 */
export function split(x: TensorLike, indicesOrSections: Sections, axis = 0): Tensor[] {
  const input = tensor(x);
  const at = normalizeAxis(axis, input.rank, "split");
  if (typeof indicesOrSections !== "number") {
    return cutAt(input, integerList(indicesOrSections, "indices", "split"), at);
  }
  checkSections(indicesOrSections, "split");
  const step = divideExactly(input.shape[at] ?? 1, indicesOrSections);
  if (step === undefined) {
    throw new ShapeError(
      `split: axis ${at} of ${formatShape(input.shape)} does not divide into ${indicesOrSections} equal parts. ` +
        "Expected a divisor of its size, or a list of indices. See also arraySplit.",
    );
  }
  const cuts = Array.from({ length: indicesOrSections - 1 }, (_, i) => sizeOf([step, i + 1]));
  return cutAt(input, cuts, at);
}

/**
 * `x` cut along `axis` (default 0) into parts that differ in size by one at most, longer ones first.
 * @throws ShapeError if the size of the axis is not known
 */
export function arraySplit(x: TensorLike, indicesOrSections: Sections, axis = 0): Tensor[] {
  const input = tensor(x);
  const at = normalizeAxis(axis, input.rank, "arraySplit");
  if (typeof indicesOrSections !== "number") {
    return cutAt(input, integerList(indicesOrSections, "indices", "arraySplit"), at);
  }
  const size = input.shape[at] ?? 1;
  if (typeof size !== "number") return split(input, indicesOrSections, at);
  checkSections(indicesOrSections, "arraySplit");
  const [least, longer] = [Math.floor(size / indicesOrSections), size % indicesOrSections];
  const cuts = Array.from(
    { length: indicesOrSections - 1 },
    (_, i) => (i + 1) * least + Math.min(i + 1, longer),
  );
  return cutAt(input, cuts, at);
}

/** `split` along axis 1; vectors along their only axis. */
export function hsplit(x: TensorLike, indicesOrSections: Sections): Tensor[] {
  const input = tensor(x);
  return split(input, indicesOrSections, input.rank === 1 ? 0 : 1);
}

/** `split` along axis 0. */
export function vsplit(x: TensorLike, indicesOrSections: Sections): Tensor[] {
  return split(x, indicesOrSections, 0);
}

/** `split` along axis 2. */
export function dsplit(x: TensorLike, indicesOrSections: Sections): Tensor[] {
  return split(x, indicesOrSections, 2);
}

/**
 * The slices of `x` along `axis` (default 0), without that axis.
 * @throws ShapeError if the size of the axis is not known and `num` does not say it
 */
export function unstack(
  x: TensorLike,
  axis = 0,
  options: { readonly num?: number | null | undefined } = {},
): Tensor[] {
  const input = tensor(x);
  const at = normalizeAxis(axis, input.rank, "unstack");
  const size = input.shape[at] ?? 1;
  const count = options.num ?? size;
  if (typeof count !== "number" || (typeof size === "number" && size !== count)) {
    throw new ShapeError(
      `unstack: expected axis ${at} of ${formatShape(input.shape)} to have ${options.num ?? "a known size"}, received ${size}.` +
        (typeof count === "number" ? "" : " Pass { num }."),
    );
  }
  const rest = input.shape.toSpliced(at, 1);
  return Array.from({ length: count }, (_, i) => reshape(between(input, at, i, i + 1), rest));
}

/** The parts between the cuts; a cut beyond the end leaves nothing after it, as in Python. */
function cutAt(x: Tensor, cuts: readonly Dim[], axis: number): Tensor[] {
  const size = x.shape[axis] ?? 1;
  const inside = (cut: Dim): Dim => {
    if (typeof cut !== "number" || typeof size !== "number") return cut;
    return cut < 0 ? Math.max(cut + size, 0) : Math.min(cut, size);
  };
  const bounds: readonly Dim[] = [0, ...cuts.map(inside), size];
  return bounds.slice(1).map((end, i) => {
    const begin = bounds[i] ?? 0;
    const crossed = typeof begin === "number" && typeof end === "number" && end < begin;
    return between(x, axis, begin, crossed ? begin : end);
  });
}

function checkSections(sections: number, where: string): void {
  if (Number.isInteger(sections) && sections > 0) return;
  throw new ArgumentError(
    `${where}: expected a positive integer or a list of indices, received ${sections}.`,
  );
}
