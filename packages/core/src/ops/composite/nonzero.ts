import { ArgumentError } from "../../errors.js";
import { sizeOf } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { between } from "../between.js";
import { cumsum } from "../cumsum.js";
import { castTo } from "../elementwise.js";
import { fill } from "../fill.js";
import { knownValue } from "../indices.js";
import { iota } from "../iota.js";
import { less } from "../less.js";
import { logicalAnd } from "../logicalAnd.js";
import { reshape } from "../reshape.js";
import { scatterSlices } from "../scatterSlices.js";
import { subtract } from "../subtract.js";
import { unravel } from "../unravel.js";
import { where } from "../where.js";

/**
 * Where `x` is not 0: for each axis the indices of these elements, row-major, as int32.
 * `size`: how many elements to give; more are cut off, for fewer the indices are filled up with `fillValue` (default 0).
 * @throws ArgumentError if the values of `x` are not known and `size` is not given: they decide the shape
 */
export function nonzero(
  x: TensorLike,
  options: { readonly size?: number | null; readonly fillValue?: number | null } = {},
): Tensor[] {
  const input = tensor(x);
  const known = knownValue(input);
  const size = options.size ?? countHits(known?.data);
  if (size === undefined) {
    throw new ArgumentError(
      "nonzero: how many elements are not 0 depends on data that is not known yet. " +
        "Expected size, the number of elements to give. Pass it, or read the data first: await x.data().",
    );
  }
  const total = sizeOf(input.shape);
  const hits = reshape(castTo(input, "bool"), [total]);
  const rank = subtract(cumsum(castTo(hits, "int32"), 0), 1);
  // Hits beyond the size, and what is no hit, go to a place of their own, which is cut off.
  const places = where(logicalAnd(hits, less(rank, size)), rank, size);
  const none = fill([size + 1], -1, "int32");
  const flat = between(scatterSlices(none, places, iota(total), { reduction: "set" }), 0, 0, size);
  const missing = less(flat, 0);
  return unravel(flat, input.shape).map((indices) =>
    where(missing, options.fillValue ?? 0, indices),
  );
}

function countHits(data: ArrayLike<number> | undefined): number | undefined {
  if (data === undefined) return undefined;
  let count = 0;
  for (let i = 0; i < data.length; i++) if (data[i] !== 0) count++;
  return count;
}
