import type { DType } from "../dtype.js";
import { type Shape, sizeOf } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Gradients, Ops } from "./definition.js";
import { castTo } from "./elementwise.js";
import { type Axis, expandReduced, reduction, totalDType } from "./reduction.js";

const product = reduction({
  name: "prod",
  operand: totalDType,
  dtypes: ["float32", "int32"],
  empty: 1,
  grad: ({ inputs: [x], gradient, attrs: { axes } }, ops): Gradients => [
    ops.multiply(expandReduced(gradient, x, axes, ops), productOfOthers(x, axes, ops)),
  ],
  cases: [
    {
      inputs: [{ shape: [3, 3], data: [2, 0, 3, 0, 5, 0, 1, 2, 3] }],
      attrs: { axes: [1], keepdims: false },
    },
  ],
});

/** How `prod` computes and what it gives. */
export interface ProdOptions {
  readonly keepdims?: boolean | undefined;
  /** Of the computation and the result; default: that of `x`, int32 for bool and narrow integers. */
  readonly dtype?: DType | null | undefined;
}

/**
 * Product of the elements along `axis`; 1 for none.
 * `axis`: one, several, or all; `keepdims` leaves size 1 in their place.
 * @throws ShapeError if an axis does not exist
 */
export const prod = Object.assign(
  (x: TensorLike, axis?: Axis, { keepdims = false, dtype }: ProdOptions = {}): Tensor => {
    const input = tensor(x);
    const result = product(castTo(input, dtype ?? input.dtype), axis, { keepdims });
    return castTo(result, dtype ?? result.dtype);
  },
  { definition: product.definition },
);

/** For each element the product of all others along `axes`, without a division that zeros forbid. */
function productOfOthers(x: Tensor, axes: readonly number[], ops: Ops): Tensor {
  const kept = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  const permutation = [...kept, ...axes];
  const moved = ops.transpose(x, permutation);
  const size = sizeOf(axes.map((axis) => x.shape[axis] ?? 1));
  const line: Shape = [...kept.map((axis) => x.shape[axis] ?? 1), size];
  const rows = ops.reshape(moved, line);
  const others = typeof size === "number" ? byScans(rows, ops) : byCounting(rows, ops);
  const inverse = permutation.map((_, axis) => permutation.indexOf(axis));
  return ops.transpose(ops.reshape(others, moved.shape), inverse);
}

/** What stands before, times what stands after. */
function byScans(rows: Tensor, ops: Ops): Tensor {
  const before = ops.cumprod(rows, -1, { exclusive: true });
  return ops.multiply(before, ops.cumprod(rows, -1, { exclusive: true, reverse: true }));
}

/** Where the number of factors is symbolic: by the number of zeros among them. */
function byCounting(rows: Tensor, ops: Ops): Tensor {
  const isZero = ops.equal(rows, 0);
  const safe = ops.where(isZero, 1, rows);
  const zeros = ops.sum(ops.cast(isZero, "int32"), -1, { keepdims: true });
  const rest = ops.prod(safe, -1, { keepdims: true });
  const ofNonzero = ops.where(ops.equal(zeros, 0), ops.divide(rest, safe), 0);
  return ops.where(isZero, ops.where(ops.equal(zeros, 1), rest, 0), ofNonzero);
}
