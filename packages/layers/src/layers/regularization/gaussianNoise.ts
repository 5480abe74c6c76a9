import { ops, random, type Tensor } from "@antler/core";
import type { CallOptions } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { checkNumber } from "../checks.js";
import { type NoiseConfig, NoiseLayer } from "./noise.js";

/** Options of {@link gaussianNoise}. */
export interface GaussianNoiseConfig extends NoiseConfig {
  /** Standard deviation of the noise, ≥ 0. */
  readonly stddev: number;
}

/** See {@link gaussianNoise}. */
export class GaussianNoise extends NoiseLayer {
  static readonly className = "GaussianNoise";
  readonly stddev: number;

  constructor(config: GaussianNoiseConfig) {
    super(config);
    this.stddev = checkNumber(config.stddev, "stddev", this.name, { least: 0 });
  }

  override call(x: Tensor, { training }: CallOptions): Tensor {
    if (training !== true || this.stddev === 0) return x;
    const noise = random.normal(x.shape, { stddev: this.stddev, seed: this.seedGenerator });
    return ops.add(x, ops.cast(noise, x.dtype));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), stddev: this.stddev };
  }
}

/** In training, adds normal noise around 0; otherwise returns its input. Any shape. */
export function gaussianNoise(
  config: GaussianNoiseConfig,
): GaussianNoise & Typed<IdentityRule, "gaussianNoise"> {
  return new GaussianNoise(config);
}
