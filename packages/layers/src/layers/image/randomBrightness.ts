import { ops, random, type Tensor } from "@antler/core";
import {
  checkFactor,
  checkRange,
  type RandomImageConfig,
  RandomImageLayer,
  type Range,
} from "./image-layer.js";

/** Options of {@link randomBrightness}. */
export interface RandomBrightnessConfig extends RandomImageConfig {
  /** What is added, as a share of the value range: f for [−f, f], or a range in [−1, 1]. */
  readonly factor: number | readonly number[];
  /** Least and largest value of images. Default [0, 255]. */
  readonly valueRange?: readonly number[] | undefined;
}

/** See {@link randomBrightness}. */
export class RandomBrightness extends RandomImageLayer {
  static readonly className = "RandomBrightness";
  readonly factor: Range;
  readonly valueRange: Range;

  constructor(config: RandomBrightnessConfig) {
    super(config);
    this.factor = checkFactor(config.factor, "factor", this.name);
    this.valueRange = checkRange(config.valueRange ?? [0, 255], "valueRange", this.name);
  }

  protected override augment(images: Tensor): Tensor {
    const [least, most] = this.valueRange;
    const [minval, maxval] = this.factor;
    const [batch = 1] = images.shape;
    const share = random.uniform([batch, 1, 1, 1], { minval, maxval, seed: this.seedGenerator });
    const delta = ops.cast(ops.multiply(share, most - least), images.dtype);
    return ops.clip(ops.add(images, delta), least, most);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), factor: this.factor, valueRange: this.valueRange };
  }
}

/** In training, makes each image brighter or darker by one drawn number. Shape kept. */
export function randomBrightness(config: RandomBrightnessConfig): RandomBrightness {
  return new RandomBrightness(config);
}
