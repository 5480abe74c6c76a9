import { type Dim, equalDims } from "../../dimension.js";
import { bytesOf } from "../../dtype.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape, normalizeAxes, normalizeAxis } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { castTo } from "../elementwise.js";
import { epsilon as defaultEpsilon } from "../epsilon.js";
import { mean } from "../mean.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { subtract } from "../subtract.js";
import { rsqrt } from "./arithmetic.js";
import { squeeze } from "./axes.js";
import { floating } from "./operand.js";

/** Options of {@link moments}. */
export interface MomentsOptions {
  /** Leaves size 1 in the place of the axes. Default false. */
  readonly keepdims?: boolean | undefined;
  /** Statistics over several devices do not exist here: only `false` is taken. */
  readonly synchronized?: boolean | undefined;
}

/**
 * `[mean, variance]` over `axes` (one, several, or `null` for all): the variance is that of the
 * population.
 * @throws ShapeError if an axis does not exist
 */
export function moments(
  x: TensorLike,
  axes: number | readonly number[] | null,
  options: MomentsOptions = {},
): [mean: Tensor, variance: Tensor] {
  if (options.synchronized === true) {
    throw new ArgumentError(
      "moments: there is one device only. Expected synchronized: false, received true.",
    );
  }
  const input = floating(x);
  const over = normalizeAxes(axes, input.rank, "moments");
  const kept = options.keepdims === true || over.length === 0;
  return statistics(wide(input), over).map((result) =>
    castTo(kept ? result : squeeze(result, over), input.dtype),
  ) as [Tensor, Tensor];
}

/** Mean and variance with size 1 in the place of the axes. */
function statistics(x: Tensor, over: readonly number[]): [mean: Tensor, variance: Tensor] {
  const average = mean(x, over, { keepdims: true });
  const centred = subtract(x, average);
  return [average, mean(multiply(centred, centred), over, { keepdims: true })];
}

/** Half precision is too coarse for statistics. */
function wide(x: Tensor): Tensor {
  return bytesOf(x.dtype) < 4 ? castTo(x, "float32") : x;
}

/** Options of {@link batchNormalization}, with Keras's defaults. */
export interface BatchNormalizationOptions {
  /** Added at the end, [channels]. Default: none. */
  readonly offset?: TensorLike | null | undefined;
  /** A factor, [channels]. Default: none. */
  readonly scale?: TensorLike | null | undefined;
  /** Added to the variance. Default 1e-3. */
  readonly epsilon?: number | undefined;
}

/**
 * (x − mean) / √(variance + ε) · scale + offset, with vectors that hold one number for each index
 * along `axis`. Any shape, kept; integers count as float32.
 * @throws ShapeError if a vector does not fit
 */
export function batchNormalization(
  x: TensorLike,
  mean: TensorLike,
  variance: TensorLike,
  axis: number,
  options: BatchNormalizationOptions = {},
): Tensor {
  const { offset = null, scale = null, epsilon = 1e-3 } = options;
  const input = floating(x);
  const at = normalizeAxis(axis, input.rank, "batchNormalization");
  const vector = (name: string, value: TensorLike): Tensor =>
    alongAxis("batchNormalization", name, value, input, at);
  const inverse = rsqrt(add(vector("variance", variance), epsilon));
  const factor = scale === null ? inverse : multiply(inverse, vector("scale", scale));
  const normal = multiply(subtract(input, vector("mean", mean)), factor);
  return offset === null ? normal : add(normal, vector("offset", offset));
}

/** Options of {@link rmsNormalization}, with Keras's defaults. */
export interface RmsNormalizationOptions {
  /** A factor that broadcasts against x. Default: none. */
  readonly scale?: TensorLike | null | undefined;
  /** Added to the mean square. Default 1e-7. */
  readonly epsilon?: number | null | undefined;
}

/**
 * x / √(mean(x²) + ε) · scale, with the mean over `axis` (default: the last; one or several):
 * Zhang and Sennrich, 2019. Any shape, kept; integers count as float32.
 * @throws ShapeError if an axis does not exist
 */
export function rmsNormalization(
  x: TensorLike,
  axis: number | readonly number[] = -1,
  options: RmsNormalizationOptions = {},
): Tensor {
  const given = floating(x);
  const input = wide(given.rank === 0 ? reshape(given, [1]) : given);
  const square = mean(multiply(input, input), axis, { keepdims: true });
  const normal = multiply(input, rsqrt(add(square, options.epsilon ?? defaultEpsilon)));
  const scale = options.scale ?? null;
  const scaled = scale === null ? normal : multiply(normal, castTo(tensor(scale), input.dtype));
  return castTo(scaled, given.dtype);
}

/** Options of {@link groupNormalization}. */
export interface GroupNormalizationOptions {
  /** A factor, [channels]. Default: none. */
  readonly scale?: TensorLike | null | undefined;
  /** Added at the end, [channels]. Default: none. */
  readonly offset?: TensorLike | null | undefined;
  /** Added to the variance. Default 1e-3. */
  readonly epsilon?: number | undefined;
}

/**
 * Normalizes each example's channels (along `axis`, default the last) in `groups` of neighbours,
 * over all positions: Wu and He, 2018. Any shape [batch, ...], kept; integers count as float32.
 * @throws ArgumentError if the channels do not fall into equal groups
 */
export function groupNormalization(
  x: TensorLike,
  groups: number,
  axis = -1,
  options: GroupNormalizationOptions = {},
): Tensor {
  const { scale = null, offset = null, epsilon = 1e-3 } = options;
  const given = floating(x);
  const input = wide(given);
  const at = normalizeAxis(axis, input.rank, "groupNormalization");
  const channels = input.shape[at] as Dim;
  if (at === 0 || typeof channels !== "number" || !(groups >= 1) || channels % groups !== 0) {
    throw new ArgumentError(
      `groupNormalization: axis ${axis} of ${formatShape(input.shape)} does not fall into groups. Expected a number of channels behind the batch that ${groups} divides, received ${channels}.`,
    );
  }
  const grouped = reshape(input, input.shape.toSpliced(at, 1, groups, channels / groups));
  const over = grouped.shape.flatMap((_, i) => (i === 0 || i === at ? [] : [i]));
  const [average, variance] = statistics(grouped, over);
  const normal = multiply(subtract(grouped, average), rsqrt(add(variance, epsilon)));
  const whole = reshape(normal, input.shape);
  const vector = (name: string, value: TensorLike): Tensor =>
    alongAxis("groupNormalization", name, value, input, at);
  const scaled = scale === null ? whole : multiply(whole, vector("scale", scale));
  const result = offset === null ? scaled : add(scaled, vector("offset", offset));
  return castTo(result, given.dtype);
}

/** A vector of one number for each index along `axis` of `x`, ready to broadcast against it. */
function alongAxis(where: string, name: string, value: TensorLike, x: Tensor, axis: number) {
  const vector = castTo(tensor(value), x.dtype);
  const size = x.shape[axis] as Dim;
  if (vector.rank !== 1 || !equalDims(vector.shape[0] as Dim, size)) {
    throw new ShapeError(
      `${where}: ${name} does not fit. Expected shape [${size}], the size of axis ${axis} of ${formatShape(x.shape)}, received ${formatShape(vector.shape)}.`,
    );
  }
  return reshape(
    vector,
    x.shape.map((_, i) => (i === axis ? size : 1)),
  );
}
