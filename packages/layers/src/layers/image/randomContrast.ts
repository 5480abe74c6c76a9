import { ops, random, type Tensor } from "@antler/core";
import { checkRange, type RandomImageConfig, RandomImageLayer, type Range } from "./image-layer.js";

/** Options of {@link randomContrast}. */
export interface RandomContrastConfig extends RandomImageConfig {
  /** Contrasts are drawn from 1 − first to 1 + second; one number stands for [0, f] as in Keras. */
  readonly factor: number | readonly number[];
  /** Least and largest value of images. Default [0, 255]. */
  readonly valueRange?: readonly number[] | undefined;
}

/** See {@link randomContrast}. */
export class RandomContrast extends RandomImageLayer {
  static readonly className = "RandomContrast";
  readonly factor: Range;
  readonly valueRange: Range;

  constructor(config: RandomContrastConfig) {
    super(config);
    const { factor } = config;
    const range = typeof factor === "number" ? [0, factor] : factor;
    this.factor = checkRange(range, "factor", this.name, { least: 0, most: 1 });
    this.valueRange = checkRange(config.valueRange ?? [0, 255], "valueRange", this.name);
  }

  protected override augment(images: Tensor): Tensor {
    const x = ops.cast(images, this.computeDtype);
    const [batch = 1] = x.shape;
    const range = { minval: 1 - this.factor[0], maxval: 1 + this.factor[1] };
    const drawn = random.uniform([batch, 1, 1, 1], { ...range, seed: this.seedGenerator });
    const mean = ops.mean(x, [...this.spatialAxes], { keepdims: true });
    const contrast = ops.multiply(ops.subtract(x, mean), ops.cast(drawn, x.dtype));
    return ops.clip(ops.add(contrast, mean), ...this.valueRange);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), factor: this.factor, valueRange: this.valueRange };
  }
}

/** In training, scales how far the values of each image lie from their mean. Shape kept. */
export function randomContrast(config: RandomContrastConfig): RandomContrast {
  return new RandomContrast(config);
}
