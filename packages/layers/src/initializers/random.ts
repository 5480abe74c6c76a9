import { drawNormal, drawTruncatedNormal, drawUniform, sizeOf } from "@antler/core";
import { RandomInitializer, type SeedOption } from "./initializer.js";

export interface RandomUniformOptions extends SeedOption {
  /** Default −0.05. */
  readonly minval?: number | undefined;
  /** Default 0.05. */
  readonly maxval?: number | undefined;
}

/** See {@link randomUniform}. */
export class RandomUniform extends RandomInitializer {
  static readonly className = "RandomUniform";
  readonly minval: number;
  readonly maxval: number;

  constructor(options: RandomUniformOptions = {}) {
    super(options);
    this.minval = options.minval ?? -0.05;
    this.maxval = options.maxval ?? 0.05;
  }

  override values(shape: readonly number[]): Float32Array {
    const { minval, maxval } = this;
    return drawUniform(this.generator(), sizeOf(shape)).map((u) => minval + (maxval - minval) * u);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), minval: this.minval, maxval: this.maxval };
  }
}

/** Uniform in [minval, maxval). */
export function randomUniform(options?: RandomUniformOptions): RandomUniform {
  return new RandomUniform(options);
}

export interface RandomNormalOptions extends SeedOption {
  /** Default 0. */
  readonly mean?: number | undefined;
  /** Default 0.05. */
  readonly stddev?: number | undefined;
}

/** See {@link randomNormal}. */
export class RandomNormal extends RandomInitializer {
  static readonly className: string = "RandomNormal";
  readonly mean: number;
  readonly stddev: number;

  constructor(options: RandomNormalOptions = {}) {
    super(options);
    this.mean = options.mean ?? 0;
    this.stddev = options.stddev ?? 0.05;
  }

  override values(shape: readonly number[]): Float32Array {
    const { mean, stddev } = this;
    return this.draw(sizeOf(shape)).map((z) => mean + stddev * z);
  }

  /** Standard normal numbers. */
  protected draw(size: number): Float32Array {
    return drawNormal(this.generator(), size);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), mean: this.mean, stddev: this.stddev };
  }
}

/** Normal. */
export function randomNormal(options?: RandomNormalOptions): RandomNormal {
  return new RandomNormal(options);
}

/** See {@link truncatedNormal}. */
export class TruncatedNormal extends RandomNormal {
  static override readonly className = "TruncatedNormal";

  protected override draw(size: number): Float32Array {
    return drawTruncatedNormal(this.generator(), size);
  }
}

/** Normal, values beyond two standard deviations drawn again. */
export function truncatedNormal(options?: RandomNormalOptions): TruncatedNormal {
  return new TruncatedNormal(options);
}
