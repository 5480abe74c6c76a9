import { sizeOf } from "@antler/core";
import {
  type Initializer,
  initializer,
  normalValues,
  type SeedOption,
  truncatedNormalValues,
  uniformValues,
} from "./initializer.js";

/** All 0. */
export function zeros(): Initializer {
  return initializer("Zeros", {}, (shape) => new Float32Array(sizeOf(shape)));
}

/** All 1. */
export function ones(): Initializer {
  return initializer("Ones", {}, (shape) => new Float32Array(sizeOf(shape)).fill(1));
}

/** All `value` (default 0). */
export function constant({ value = 0 }: { readonly value?: number | undefined } = {}): Initializer {
  return initializer("Constant", { value }, (shape) => new Float32Array(sizeOf(shape)).fill(value));
}

/** Uniform in [minValue, maxValue). Defaults −0.05 and 0.05. */
export function randomUniform(
  options: SeedOption & {
    readonly minValue?: number | undefined;
    readonly maxValue?: number | undefined;
  } = {},
): Initializer {
  const { minValue = -0.05, maxValue = 0.05, seed } = options;
  return initializer("RandomUniform", { seed, minValue, maxValue }, (shape) =>
    uniformValues(shape, minValue, maxValue, options),
  );
}

interface NormalOptions extends SeedOption {
  readonly mean?: number | undefined;
  readonly stddev?: number | undefined;
}

/** Normal. Defaults: mean 0, stddev 0.05. */
export function randomNormal(options: NormalOptions = {}): Initializer {
  const { mean = 0, stddev = 0.05, seed } = options;
  return initializer("RandomNormal", { seed, mean, stddev }, (shape) =>
    normalValues(shape, mean, stddev, options),
  );
}

/** Normal, values beyond two standard deviations drawn again. Defaults: mean 0, stddev 0.05. */
export function truncatedNormal(options: NormalOptions = {}): Initializer {
  const { mean = 0, stddev = 0.05, seed } = options;
  return initializer("TruncatedNormal", { seed, mean, stddev }, (shape) =>
    truncatedNormalValues(shape, mean, stddev, options),
  );
}
