import {
  drawNormal,
  drawTruncatedNormal,
  drawUniform,
  globalSeedGenerator,
  type HostTensor,
  SeedGenerator,
  sizeOf,
} from "@antler/core";
import { type SerializedObject, serialize } from "../saving/keys.js";

/** What gives a weight its first value. */
export interface Initializer {
  /** The value for a weight of this shape, as float32. */
  (shape: readonly number[]): HostTensor;
  /** The initializer as Keras's files describe it. */
  toJSON(): SerializedObject;
}

/** Options of everything that draws. */
export interface SeedOption {
  /**
   * A number: every weight of one shape gets the same values. A generator: it goes on from weight
   * to weight. Default: the global generator, see `setRandomSeed`.
   */
  readonly seed?: number | SeedGenerator | undefined;
}

/** An initializer from what fills `size` elements. */
export function initializer(
  className: string,
  config: Readonly<Record<string, unknown>>,
  fill: (shape: readonly number[]) => Float32Array,
): Initializer {
  const draw = (shape: readonly number[]): HostTensor => ({
    dtype: "float32",
    shape,
    data: fill(shape),
  });
  return Object.assign(draw, {
    toJSON: () => serialize("keras.initializers", className, config),
  });
}

/** The generator that one weight is drawn from. */
function generatorFor({ seed }: SeedOption): SeedGenerator {
  if (seed instanceof SeedGenerator) return seed;
  return seed === undefined ? globalSeedGenerator() : new SeedGenerator(seed);
}

/** Uniform numbers in [low, high). Drawn on the host: the same seed, the same bits on any backend. */
export function uniformValues(
  shape: readonly number[],
  low: number,
  high: number,
  options: SeedOption,
): Float32Array {
  return drawUniform(generatorFor(options), sizeOf(shape)).map((u) => low + (high - low) * u);
}

/** Normal numbers. */
export function normalValues(
  shape: readonly number[],
  mean: number,
  stddev: number,
  options: SeedOption,
): Float32Array {
  return drawNormal(generatorFor(options), sizeOf(shape)).map((z) => mean + stddev * z);
}

/** Normal numbers, those beyond two (untruncated) standard deviations drawn again. */
export function truncatedNormalValues(
  shape: readonly number[],
  mean: number,
  stddev: number,
  options: SeedOption,
): Float32Array {
  return drawTruncatedNormal(generatorFor(options), sizeOf(shape)).map((z) => mean + stddev * z);
}
