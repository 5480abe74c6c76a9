import { floatX, isFloat } from "../../dtype.js";
import { ArgumentError } from "../../errors.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { multiply } from "../multiply.js";
import { type DTypeOption, dtypeOf } from "../options.js";
import {
  constant,
  ends,
  fractions,
  interpolate,
  type SequenceOptions,
  sequenceDType,
} from "../sequences.js";
import { subtract } from "../subtract.js";

/**
 * `start`, `start` + `step`, … below `stop`; one number alone is `stop`, from 0. int32 if all are whole
 * numbers, else float32, unless `options` names another dtype.
 * @throws ArgumentError if the step is 0
 */
export function arange(
  start: number,
  stop?: number | null,
  step?: number | null,
  options?: DTypeOption,
): Tensor {
  const [from, to, by] = [
    stop === null || stop === undefined ? 0 : start,
    stop ?? start,
    step ?? 1,
  ];
  if (by === 0 || ![from, to, by].every(Number.isFinite)) {
    throw new ArgumentError(
      `arange: expected finite numbers and a step other than 0, received ${from}, ${to}, ${by}.`,
    );
  }
  const whole = [from, to, by].every(Number.isInteger);
  const dtype = dtypeOf(options, whole ? "int32" : floatX, "arange");
  const count = Math.max(0, Math.ceil((to - from) / by));
  // In integers NumPy takes whole steps from a whole start.
  const [first, difference] = isFloat(dtype) ? [from, by] : [Math.trunc(from), stepOf(from, by)];
  return constant(
    Array.from({ length: count }, (_, i) => first + i * difference),
    dtype,
  );
}

function stepOf(from: number, by: number): number {
  return Math.trunc(from + by) - Math.trunc(from);
}

/**
 * `num` (default 50) numbers evenly spaced from `start` to `stop`. Tensors as ends make one sequence for
 * each pair of elements. With `retstep` also the distance.
 * @throws ArgumentError if `num` is no non-negative integer
 */
export function linspace(
  start: TensorLike,
  stop: TensorLike,
  options: SequenceOptions & { readonly retstep: true },
): [values: Tensor, step: Tensor | number];
export function linspace(
  start: TensorLike,
  stop: TensorLike,
  options?: SequenceOptions & { readonly retstep?: boolean | undefined },
): Tensor;
export function linspace(
  start: TensorLike,
  stop: TensorLike,
  options: SequenceOptions & { readonly retstep?: boolean | undefined } = {},
): Tensor | [Tensor, Tensor | number] {
  const dtype = sequenceDType([start, stop], options.dtype, "linspace");
  const { num = 50, endpoint = true, axis = 0 } = options;
  const steps = fractions(num, endpoint, "linspace");
  const gaps = endpoint ? num - 1 : num;
  if (typeof start === "number" && typeof stop === "number") {
    const values = steps.map((t) => (t === 1 ? stop : start + t * (stop - start)));
    const result = constant(values, dtype);
    return options.retstep ? [result, gaps > 0 ? (stop - start) / gaps : Number.NaN] : result;
  }
  const [a, b] = ends(start, stop, dtype);
  const result = interpolate(a, b, steps, axis, "linspace");
  if (!options.retstep) return result;
  return [result, multiply(subtract(b, a), gaps > 0 ? 1 / gaps : Number.NaN)];
}
