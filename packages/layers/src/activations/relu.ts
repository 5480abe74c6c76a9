import { ops, type Tensor, type TensorLike, tensor } from "@antler/core";

/** Options of {@link relu}. */
export interface ReluOptions {
  /** Slope below the threshold. Default 0. */
  readonly negativeSlope?: number | undefined;
  /** Largest value of the result. Default: none. */
  readonly maxValue?: number | null | undefined;
  /** Values up to it are cut. Default 0. */
  readonly threshold?: number | undefined;
}

/** x above the threshold, up to maxValue; negativeSlope · (x − threshold) below it. */
export function relu(x: TensorLike, options: ReluOptions = {}): Tensor {
  const { negativeSlope = 0, maxValue = null, threshold = 0 } = options;
  const input = tensor(x);
  const above =
    threshold === 0
      ? ops.relu(input)
      : ops.multiply(input, ops.cast(ops.greater(input, threshold), input.dtype));
  const held = maxValue === null ? above : ops.clip(above, 0, maxValue);
  if (negativeSlope === 0) return held;
  const below = ops.relu(ops.subtract(threshold, input));
  return ops.subtract(held, ops.multiply(below, negativeSlope));
}
