import { normalizeAxis } from "../../shape.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { cast } from "../cast.js";
import { divide } from "../divide.js";
import { equal } from "../equal.js";
import { iota } from "../iota.js";
import { less } from "../less.js";
import { lessEqual } from "../lessEqual.js";
import { logicalAnd } from "../logicalAnd.js";
import { logicalOr } from "../logicalOr.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { subtract } from "../subtract.js";
import { sum } from "../sum.js";
import { where } from "../where.js";
import { expandDims } from "./axes.js";
import { floating } from "./operand.js";

/**
 * max(x − τ, 0) along `axis` (default: the last): most elements are 0 (Martins and Astudillo, 2016).
 * τ is Keras's own: (Σ of the partial sums of the k largest elements − 1) / k, where the paper has the
 * last of these sums alone; both agree where one element is left. Takes memory in the square of the axis.
 * @throws ShapeError if the axis does not exist
 */
export function sparsemax(x: TensorLike, axis = -1): Tensor {
  const input = floating(x);
  const at = normalizeAxis(axis, input.rank, "sparsemax");
  const mine = expandDims(input, at + 1);
  const others = expandDims(input, at);
  // Sorted in descending order, what stands up to mine: larger elements, and equal ones before it.
  const place = iota(input.shape[at] ?? 1);
  const inAxes = (y: Tensor) => reshape(y, [...y.shape, ...input.shape.slice(at + 1).map(() => 1)]);
  const earlier = inAxes(lessEqual(place, expandDims(place, 1)));
  const upTo = logicalOr(less(mine, others), logicalAnd(equal(mine, others), earlier));
  const rank = sum(cast(upTo, input.dtype), at + 1);
  const partial = sum(where(upTo, others, 0), at + 1);
  const support = less(partial, add(multiply(rank, input), 1));
  const size = sum(cast(support, input.dtype), at, { keepdims: true });
  const total = sum(where(support, partial, 0), at, { keepdims: true });
  const rest = subtract(input, divide(subtract(total, 1), size));
  return where(less(rest, 0), 0, rest);
}
