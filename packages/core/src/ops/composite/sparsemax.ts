import { normalizeAxis } from "../../shape.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { order } from "../argsort.js";
import { cast } from "../cast.js";
import { cumsum } from "../cumsum.js";
import { divide } from "../divide.js";
import { iota } from "../iota.js";
import { less } from "../less.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { subtract } from "../subtract.js";
import { sum } from "../sum.js";
import { where } from "../where.js";
import { floating } from "./operand.js";
import { taken } from "./sorting.js";

/**
 * max(x − τ, 0) along `axis` (default: the last): most elements are 0 (Martins and Astudillo, 2016).
 * τ is Keras's own: (Σ of the partial sums of the k largest elements − 1) / k, where the paper has the
 * last of these sums alone; both agree where one element is left.
 * @throws ShapeError if the axis does not exist
 */
export function sparsemax(x: TensorLike, axis = -1): Tensor {
  const input = floating(x);
  const at = normalizeAxis(axis, input.rank, "sparsemax");
  const size = input.shape[at] ?? 1;
  const sorted = taken(input, order(input, { axis: at, descending: true, count: size }), at);
  const partial = cumsum(sorted, at);
  const rank = reshape(
    add(iota(size, input.dtype), 1),
    input.shape.map((_, i) => (i === at ? size : 1)),
  );
  const support = less(partial, add(multiply(rank, sorted), 1));
  const count = sum(cast(support, input.dtype), at, { keepdims: true });
  const total = sum(where(support, partial, 0), at, { keepdims: true });
  const rest = subtract(input, divide(subtract(total, 1), count));
  return where(less(rest, 0), 0, rest);
}
