import { ArgumentError } from "@antler/core";
import {
  type Initializer,
  initializer,
  normalValues,
  type SeedOption,
  truncatedNormalValues,
  uniformValues,
} from "./initializer.js";

/** Options of {@link varianceScaling}, with Keras's defaults. */
export interface VarianceScalingOptions extends SeedOption {
  /** Default 1. */
  readonly scale?: number | undefined;
  /** Which fan the variance is divided by. Default `"fanIn"`. */
  readonly mode?: "fanIn" | "fanOut" | "fanAvg" | undefined;
  /** Default `"truncatedNormal"`. */
  readonly distribution?: "truncatedNormal" | "untruncatedNormal" | "uniform" | undefined;
}

/** Standard deviation of a standard normal distribution truncated at ±2. */
const truncatedDeviation = 0.8796256610342398;

/**
 * Draws with variance scale / fan, so that signals keep their size from layer to layer.
 * @throws ArgumentError if `scale` is not positive
 */
export function varianceScaling(options: VarianceScalingOptions = {}): Initializer {
  const { scale = 1, mode = "fanIn", distribution = "truncatedNormal", seed } = options;
  if (!(scale > 0)) {
    throw new ArgumentError(
      `varianceScaling: scale is out of range. Expected a positive number, received ${scale}.`,
    );
  }
  return scaled("VarianceScaling", { seed, scale, mode, distribution }, options);
}

/** Glorot & Bengio (2010), uniform: the default of kernels. */
export function glorotUniform(options: SeedOption = {}): Initializer {
  return named("GlorotUniform", options, { mode: "fanAvg", distribution: "uniform" });
}

/** Glorot & Bengio (2010), truncated normal. */
export function glorotNormal(options: SeedOption = {}): Initializer {
  return named("GlorotNormal", options, { mode: "fanAvg" });
}

/** He et al. (2015), uniform. */
export function heUniform(options: SeedOption = {}): Initializer {
  return named("HeUniform", options, { scale: 2, distribution: "uniform" });
}

/** He et al. (2015), truncated normal. */
export function heNormal(options: SeedOption = {}): Initializer {
  return named("HeNormal", options, { scale: 2 });
}

/** LeCun et al. (1998), uniform. */
export function lecunUniform(options: SeedOption = {}): Initializer {
  return named("LecunUniform", options, { distribution: "uniform" });
}

/** LeCun et al. (1998), truncated normal. */
export function lecunNormal(options: SeedOption = {}): Initializer {
  return named("LecunNormal", options, {});
}

function named(className: string, { seed }: SeedOption, rule: VarianceScalingOptions): Initializer {
  const config = { seed, inputAxes: undefined, outputAxes: undefined };
  return scaled(className, config, { ...rule, seed });
}

function scaled(
  className: string,
  config: Readonly<Record<string, unknown>>,
  options: VarianceScalingOptions,
): Initializer {
  const { scale = 1, mode = "fanIn", distribution = "truncatedNormal" } = options;
  return initializer(className, config, (shape) => {
    const [fanIn, fanOut] = fans(shape);
    const fan = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }[mode];
    const variance = scale / Math.max(1, fan);
    if (distribution === "uniform") {
      const limit = Math.sqrt(3 * variance);
      return uniformValues(shape, -limit, limit, options);
    }
    if (distribution === "untruncatedNormal") {
      return normalValues(shape, 0, Math.sqrt(variance), options);
    }
    return truncatedNormalValues(shape, 0, Math.sqrt(variance) / truncatedDeviation, options);
  });
}

/** How many inputs and outputs one unit has: kernels are [...window, in, out]. */
function fans(shape: readonly number[]): readonly [fanIn: number, fanOut: number] {
  if (shape.length < 2) return [shape[0] ?? 1, shape[0] ?? 1];
  const window = shape.slice(0, -2).reduce((a, b) => a * b, 1);
  return [(shape.at(-2) as number) * window, (shape.at(-1) as number) * window];
}
