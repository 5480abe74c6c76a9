import { floatX, isFloat } from "../../dtype.js";
import { ArgumentError } from "../../errors.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { between } from "../between.js";
import { countBelow } from "../countBelow.js";
import { castTo } from "../elementwise.js";
import { equal } from "../equal.js";
import { fill } from "../fill.js";
import { lessEqual } from "../lessEqual.js";
import { logicalAnd } from "../logicalAnd.js";
import { max } from "../max.js";
import { maximum } from "../maximum.js";
import { min } from "../min.js";
import { minimum } from "../minimum.js";
import { scatterAdd } from "../scatterAdd.js";
import { constant, fractions, interpolate } from "../sequences.js";
import { subtract } from "../subtract.js";
import { where } from "../where.js";
import { ravel } from "./axes.js";

/** Into which intervals `histogram` divides. */
export interface HistogramOptions {
  /** How many; default 10. */
  readonly bins?: number | undefined;
  /** From where to where; default: from the smallest to the largest element. What lies outside is left out. */
  readonly range?: readonly [low: number, high: number] | readonly number[] | null | undefined;
}

/**
 * How many elements of `x` lie in each of `bins` (default 10) equal intervals, the upper end of the last one
 * included, and their ends.
 * @returns counts [bins] and ends [bins + 1], both in the (float) dtype of `x`
 * @throws ArgumentError if `bins` is no positive integer or the range has no length
 */
export function histogram(
  x: TensorLike,
  options: HistogramOptions = {},
): [counts: Tensor, edges: Tensor] {
  const { bins = 10, range = null } = options;
  const given = ravel(x);
  const values = castTo(given, isFloat(given.dtype) ? given.dtype : floatX);
  if (!Number.isInteger(bins) || bins < 1) {
    throw new ArgumentError(`histogram: expected a positive integer as bins, received ${bins}.`);
  }
  const edges = edgesOf(values, bins, range);
  const [low, high] = [between(edges, 0, 0, 1), between(edges, 0, bins, bins + 1)];
  const inside = logicalAnd(lessEqual(low, values), lessEqual(values, high));
  const above = subtract(countBelow(edges, values, "right"), 1);
  const bin = minimum(maximum(above, 0), bins - 1);
  const counts = scatterAdd(bin, castTo(inside, "int32"), { axis: 0, size: bins });
  return [castTo(counts, isFloat(given.dtype) ? given.dtype : "int32"), edges];
}

function edgesOf(values: Tensor, bins: number, range: HistogramOptions["range"]): Tensor {
  const steps = fractions(bins + 1, true, "histogram");
  if (range !== null && range !== undefined) {
    const [low = 0, high = 0] = range;
    if (range.length !== 2 || !(high >= low)) {
      throw new ArgumentError(
        `histogram: expected a range [low, high] with low ≤ high, received [${range.join(", ")}].`,
      );
    }
    const [from, to] = low === high ? [low - 0.5, high + 0.5] : [low, high];
    return constant(
      steps.map((t) => (t === 1 ? to : from + t * (to - from))),
      values.dtype,
    );
  }
  if (values.shape[0] === 0) return constant(steps, values.dtype);
  const [low, high] = [min(values), max(values)];
  const half = where(equal(low, high), fill([], 0.5, values.dtype), fill([], 0, values.dtype));
  return interpolate(subtract(low, half), add(high, half), steps, 0, "histogram");
}
