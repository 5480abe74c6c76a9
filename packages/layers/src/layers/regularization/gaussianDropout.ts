import { ops, random, type Tensor } from "@antler/core";
import type { CallOptions } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { checkNumber } from "../checks.js";
import { type NoiseConfig, NoiseLayer } from "./noise.js";

/** Options of {@link gaussianDropout}. */
export interface GaussianDropoutConfig extends NoiseConfig {
  /** In [0, 1): the noise has standard deviation √(rate / (1 − rate)). */
  readonly rate: number;
}

/** See {@link gaussianDropout}. */
export class GaussianDropout extends NoiseLayer {
  static readonly className = "GaussianDropout";
  readonly rate: number;

  constructor(config: GaussianDropoutConfig) {
    super(config);
    this.rate = checkNumber(config.rate, "rate", this.name, { least: 0, most: 1 });
  }

  override call(x: Tensor, { training }: CallOptions): Tensor {
    if (training !== true || this.rate === 0) return x;
    const stddev = Math.sqrt(this.rate / (1 - this.rate));
    const noise = random.normal(x.shape, { mean: 1, stddev, seed: this.seedGenerator });
    return ops.multiply(x, ops.cast(noise, x.dtype));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), rate: this.rate };
  }
}

/** In training, multiplies by normal noise around 1; otherwise returns its input. Any shape. */
export function gaussianDropout(
  config: GaussianDropoutConfig,
): GaussianDropout & Typed<IdentityRule, "gaussianDropout"> {
  return new GaussianDropout(config);
}
