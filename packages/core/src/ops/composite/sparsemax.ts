import { normalizeAxis } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { order } from "../argsort.js";
import { cast } from "../cast.js";
import { cumsum } from "../cumsum.js";
import { divide } from "../divide.js";
import { iota } from "../iota.js";
import { less } from "../less.js";
import { multiply } from "../multiply.js";
import { subtract } from "../subtract.js";
import { sum } from "../sum.js";
import { where } from "../where.js";
import { swapaxes } from "./axes.js";
import { alongRows } from "./sorting.js";
import { asAnyFloat } from "./width.js";

/**
 * max(x − τ, 0) along `axis` (default: the last): most elements are 0 (Martins and Astudillo, 2016).
 * τ is Keras's own: (Σ of the partial sums of the k largest elements − 1) / k, where the paper has the
 * last of these sums alone; both agree where one element is left.
 * @throws ShapeError if the axis does not exist
 */
export function sparsemax(x: TensorLike, axis = -1): Tensor {
  const input = asAnyFloat(tensor(x));
  const at = normalizeAxis(axis, input.rank, "sparsemax");
  const rows = swapaxes(input, at, -1);
  const last = rows.rank - 1;
  const size = rows.shape[last] ?? 1;
  const sorted = alongRows(rows, order(rows, { axis: last, descending: true, count: size }));
  const partial = cumsum(sorted, last);
  const rank = add(iota(size, input.dtype), 1);
  const support = less(partial, add(multiply(rank, sorted), 1));
  const count = sum(cast(support, input.dtype), last, { keepdims: true });
  const total = sum(where(support, partial, 0), last, { keepdims: true });
  const rest = subtract(rows, divide(subtract(total, 1), count));
  return swapaxes(where(less(rest, 0), 0, rest), at, -1);
}
