import { convert, type DType, floatX, isFloat, promote } from "../dtype.js";
import { ArgumentError } from "../errors.js";
import { broadcastShapes, normalizeAxis } from "../shape.js";
import { fromHost, type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { add } from "./add.js";
import { broadcastTo } from "./broadcastTo.js";
import { castTo } from "./elementwise.js";
import { multiply } from "./multiply.js";
import { dtypeOf } from "./options.js";
import { reshape } from "./reshape.js";
import { subtract } from "./subtract.js";
import { where } from "./where.js";

/** How a sequence between two ends is made. */
export interface SequenceOptions {
  /** How many elements; default 50. */
  readonly num?: number | undefined;
  /** Whether `stop` is the last element; default true. */
  readonly endpoint?: boolean | undefined;
  /** Default: float32, or that of float ends. */
  readonly dtype?: DType | null | undefined;
  /** Where the new axis stands if the ends are tensors; default 0. */
  readonly axis?: number | undefined;
}

/** A vector of given numbers. */
export function constant(values: readonly number[], dtype: DType): Tensor {
  return fromHost({ dtype, shape: [values.length], data: convert(values, dtype) });
}

/** The dtype of a sequence: what the option says, else a float dtype that holds both ends. */
export function sequenceDType(
  bounds: readonly TensorLike[],
  option: DType | null | undefined,
  where_: string,
): DType {
  const given = bounds.filter((end) => typeof end !== "number").map((end) => tensor(end).dtype);
  const own = given.length === 0 ? floatX : promote(...given);
  return dtypeOf(option, isFloat(own) ? own : floatX, where_);
}

/** How far each element stands between the ends: 0 to 1. */
export function fractions(num: number, endpoint: boolean, where_: string): number[] {
  if (!Number.isInteger(num) || num < 0) {
    throw new ArgumentError(`${where_}: expected a non-negative integer num, received ${num}.`);
  }
  const gaps = endpoint ? num - 1 : num;
  return Array.from({ length: num }, (_, i) => (gaps > 0 ? i / gaps : 0));
}

/** Both ends as tensors of one shape and dtype. */
export function ends(start: TensorLike, stop: TensorLike, dtype: DType): [Tensor, Tensor] {
  const [a, b] = [castTo(tensor(start), dtype), castTo(tensor(stop), dtype)];
  const shape = broadcastShapes("linspace", a.shape, b.shape);
  return [broadcastTo(a, shape), broadcastTo(b, shape)];
}

/** a + t (b − a) for each of `steps`, along a new axis; exactly b where t is 1. */
export function interpolate(
  a: Tensor,
  b: Tensor,
  steps: readonly number[],
  axis: number,
  where_: string,
): Tensor {
  const at = normalizeAxis(axis, a.rank + 1, where_);
  const along = a.shape.map(() => 1).toSpliced(at, 0, steps.length);
  const [first, last] = [a, b].map((end) => reshape(end, end.shape.toSpliced(at, 0, 1))) as [
    Tensor,
    Tensor,
  ];
  const t = reshape(constant(steps, a.dtype), along);
  const inner = add(first, multiply(t, subtract(last, first)));
  if (steps.at(-1) !== 1) return inner;
  const ended = constant(
    steps.map((step) => Number(step === 1)),
    "bool",
  );
  return where(reshape(ended, along), last, inner);
}
