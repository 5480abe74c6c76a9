import { checkDType, type DType, isFloat, kindOf } from "../dtype.js";
import { ArgumentError, DTypeError, ShapeError } from "../errors.js";
import { add } from "../ops/add.js";
import { argmax } from "../ops/argmax.js";
import { cast } from "../ops/cast.js";
import { divide } from "../ops/divide.js";
import { fill } from "../ops/fill.js";
import { gather } from "../ops/gather.js";
import { less } from "../ops/less.js";
import { reshape } from "../ops/reshape.js";
import { where } from "../ops/where.js";
import { formatShape, normalizeAxis, parseShape, type ShapeLike } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { type FloatOptions, floats } from "./continuous.js";
import { checkBroadcast, parameter } from "./parameters.js";
import { type RandomOptions, source } from "./sources.js";

/** Options of every distribution of integers. */
export interface IntegerOptions extends RandomOptions {
  /** Default: int32. */
  readonly dtype?: DType;
}

/** Integers from minval up to, not including, maxval, each as likely. */
export function randint(
  shape: ShapeLike,
  minval: number,
  maxval: number,
  options: IntegerOptions = {},
): Tensor {
  const name = "random.randint";
  if (!Number.isSafeInteger(minval) || !Number.isSafeInteger(maxval) || minval >= maxval) {
    throw new ArgumentError(
      `${name}: expected integers minval < maxval, received ${minval} and ${maxval}.`,
    );
  }
  const dtype = checkDType(options.dtype ?? "int32", name);
  if (kindOf(dtype) !== "integer") {
    throw new DTypeError(`${name}: expected an integer dtype, received ${dtype}.`);
  }
  const distribution = { kind: "integers", minval, maxval } as const;
  return source(distribution, parseShape(shape, name), options.seed, dtype);
}

/**
 * Classes drawn by their unnormalized log-probabilities: logits [batch, classes] → [batch, numSamples].
 * The largest logit + Gumbel noise wins.
 */
export function categorical(
  logits: TensorLike,
  numSamples: number,
  options: IntegerOptions = {},
): Tensor {
  const name = "random.categorical";
  const scores = tensor(logits);
  if (scores.rank !== 2) {
    throw new ShapeError(
      `${name}: expected logits [batch, classes], received shape ${formatShape(scores.shape)}.`,
    );
  }
  if (!Number.isInteger(numSamples) || numSamples < 1) {
    throw new ArgumentError(
      `${name}: numSamples must be a positive integer, received ${numSamples}.`,
    );
  }
  const [batch = 1, classes = 1] = scores.shape;
  const float = isFloat(scores.dtype) ? scores : cast(scores, "float32");
  const noise = source({ kind: "gumbel" }, [batch, numSamples, classes], options.seed, "float32");
  const disturbed = add(reshape(float, [batch, 1, classes]), cast(noise, float.dtype));
  return cast(argmax(disturbed, -1), checkDType(options.dtype ?? "int32", name));
}

/**
 * How many of `counts` trials succeed, each with `probabilities`: numbers, or known values that
 * broadcast.
 */
export function binomial(
  shape: ShapeLike,
  counts: TensorLike,
  probabilities: TensorLike,
  options: FloatOptions = {},
): Tensor {
  const name = "random.binomial";
  const n = parameter(counts, "counts", name);
  const p = parameter(probabilities, "probabilities", name);
  checkBroadcast([n, p], parseShape(shape, name), name);
  return floats(name, shape, { kind: "binomial", counts: n, probabilities: p }, options);
}

/**
 * Each element zero with probability `rate`, else divided by 1 − rate, so that the mean stays.
 * `noiseShape`: shape of the decisions, `null` where it follows the inputs; 1 shares one.
 */
export function dropout(
  inputs: TensorLike,
  rate: number,
  options: RandomOptions & { readonly noiseShape?: readonly (number | null)[] | null } = {},
): Tensor {
  const name = "random.dropout";
  const input = tensor(inputs);
  if (!(rate >= 0 && rate <= 1)) {
    throw new ArgumentError(`${name}: rate must be a number from 0 to 1, received ${rate}.`);
  }
  const { noiseShape, seed } = options;
  if (noiseShape && noiseShape.length !== input.rank) {
    throw new ShapeError(
      `${name}: noiseShape must have ${input.rank} entries, one per axis of ${formatShape(input.shape)}, received ${JSON.stringify(noiseShape)}.`,
    );
  }
  if (rate === 0) return input;
  if (rate === 1) return fill(input.shape, 0, input.dtype);
  const shape = noiseShape?.map((dim, axis) => dim ?? input.shape[axis] ?? 1) ?? input.shape;
  const unit = source({ kind: "uniform", minval: 0, maxval: 1 }, shape, seed, "float32");
  return where(less(unit, 1 - rate), divide(input, 1 - rate), 0);
}

/** The slices along `axis` (default 0) in random order. */
export function shuffle(x: TensorLike, axis = 0, options: RandomOptions = {}): Tensor {
  const input = tensor(x);
  const at = normalizeAxis(axis, input.rank, "random.shuffle");
  const order = source({ kind: "permutation" }, [input.shape[at] ?? 1], options.seed, "int32");
  return gather(input, order, at);
}
