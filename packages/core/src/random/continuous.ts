import { checkDType, type DType, floatX, isFloat } from "../dtype.js";
import { ArgumentError, DTypeError } from "../errors.js";
import { parseShape, type ShapeLike } from "../shape.js";
import type { TensorLike } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Distribution } from "./distributions.js";
import { checkBroadcast, parameter } from "./parameters.js";
import { type RandomOptions, source } from "./sources.js";

/** Options of every distribution of floats. */
export interface FloatOptions extends RandomOptions {
  /** A float dtype; default: the default float. */
  readonly dtype?: DType | null;
}

/**
 * Numbers uniform in [minval, maxval). Evaluated as often as you like, a tensor keeps its numbers;
 * inside a compiled function every call draws new ones, unless the seed is an integer.
 */
export function uniform(
  shape: ShapeLike,
  options: FloatOptions & { readonly minval?: number; readonly maxval?: number } = {},
): Tensor {
  const { minval = 0, maxval = 1 } = options;
  if (!(minval <= maxval && Number.isFinite(minval) && Number.isFinite(maxval))) {
    throw new ArgumentError(
      `random.uniform: expected finite minval ≤ maxval, received ${minval} and ${maxval}.`,
    );
  }
  return floats("random.uniform", shape, { kind: "uniform", minval, maxval }, options);
}

/** Normal numbers with the given mean and standard deviation; see {@link uniform} on when they are drawn. */
export function normal(
  shape: ShapeLike,
  options: FloatOptions & { readonly mean?: number; readonly stddev?: number } = {},
): Tensor {
  return floats("random.normal", shape, { kind: "normal", ...moments(options, "normal") }, options);
}

/** Normal numbers, those further than two standard deviations from the mean drawn again. */
export function truncatedNormal(
  shape: ShapeLike,
  options: FloatOptions & { readonly mean?: number; readonly stddev?: number } = {},
): Tensor {
  const distribution = {
    kind: "truncatedNormal",
    ...moments(options, "truncatedNormal"),
  } as const;
  return floats("random.truncatedNormal", shape, distribution, options);
}

/**
 * Numbers of the gamma distribution with scale 1.
 * @param alpha its shape parameter, positive: a number, or known values that broadcast
 */
export function gamma(shape: ShapeLike, alpha: TensorLike, options: FloatOptions = {}): Tensor {
  const name = "random.gamma";
  const distribution = { kind: "gamma", alpha: parameter(alpha, "alpha", name) } as const;
  checkBroadcast([distribution.alpha], parseShape(shape, name), name);
  return floats(name, shape, distribution, options);
}

/**
 * Numbers of the beta distribution, in [0, 1].
 * @param alpha, beta its parameters, positive: numbers, or known values that broadcast
 */
export function beta(
  shape: ShapeLike,
  alpha: TensorLike,
  beta: TensorLike,
  options: FloatOptions = {},
): Tensor {
  const name = "random.beta";
  const [a, b] = [parameter(alpha, "alpha", name), parameter(beta, "beta", name)];
  checkBroadcast([a, b], parseShape(shape, name), name);
  return floats(name, shape, { kind: "beta", alpha: a, beta: b }, options);
}

function moments(
  { mean = 0, stddev = 1 }: { readonly mean?: number; readonly stddev?: number },
  name: string,
): { readonly mean: number; readonly stddev: number } {
  if (Number.isFinite(mean) && stddev >= 0) return { mean, stddev };
  throw new ArgumentError(
    `random.${name}: expected a finite mean and a non-negative stddev, received ${mean} and ${stddev}.`,
  );
}

/** A source of floats. */
export function floats(
  name: string,
  shape: ShapeLike,
  distribution: Distribution,
  { dtype, seed }: FloatOptions,
): Tensor {
  const type = checkDType(dtype ?? floatX, name);
  if (!isFloat(type)) {
    throw new DTypeError(`${name}: expected a float dtype, received ${type}. Cast the result.`);
  }
  return source(distribution, parseShape(shape, name), seed, type);
}
