import { ops, random, type Tensor } from "@antler/core";
import {
  changeRange,
  checkRange,
  type RandomImageConfig,
  RandomImageLayer,
  type Range,
} from "./image-layer.js";

/** Options of {@link solarization}. */
export interface SolarizationConfig extends RandomImageConfig {
  /** What is added first, as a share of 255: a range in [0, 1], or its upper end. Default 0. */
  readonly additionFactor?: number | readonly number[] | undefined;
  /** Values below this share of 255 stay: a range in [0, 1], or its upper end. Default 0. */
  readonly thresholdFactor?: number | readonly number[] | undefined;
  /** Least and largest value of images. Default [0, 255]. */
  readonly valueRange?: readonly number[] | undefined;
}

const bytes: Range = [0, 255];

/** See {@link solarization}. */
export class Solarization extends RandomImageLayer {
  static readonly className = "Solarization";
  readonly additionFactor: Range;
  readonly thresholdFactor: Range;
  readonly valueRange: Range;

  constructor(config: SolarizationConfig = {}) {
    super(config);
    const share = (value: number | readonly number[], option: string): Range =>
      checkRange(typeof value === "number" ? [0, value] : value, option, this.name, {
        least: 0,
        most: 1,
      });
    this.additionFactor = share(config.additionFactor ?? 0, "additionFactor");
    this.thresholdFactor = share(config.thresholdFactor ?? 0, "thresholdFactor");
    this.valueRange = checkRange(config.valueRange ?? bytes, "valueRange", this.name);
  }

  protected override augment(images: Tensor): Tensor {
    const x = changeRange(ops.cast(images, this.computeDtype), this.valueRange, bytes);
    const moved = ops.clip(ops.add(x, this.#draw(x, this.additionFactor)), 0, 255);
    const stays = ops.less(moved, this.#draw(x, this.thresholdFactor));
    const result = ops.where(stays, moved, ops.subtract(255, moved));
    return changeRange(result, bytes, this.valueRange);
  }

  /** Keras scales the upper end only. */
  #draw(x: Tensor, [least, most]: Range): Tensor {
    const [batch = 1] = x.shape;
    const range = { minval: least, maxval: most * 255 };
    const drawn = random.uniform([batch, 1, 1, 1], { ...range, seed: this.seedGenerator });
    return ops.cast(drawn, x.dtype);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { valueRange, additionFactor, thresholdFactor } = this;
    return { ...super.getConfig(), valueRange, additionFactor, thresholdFactor };
  }
}

/** In training, turns values above a drawn threshold into largest − value. Shape kept. */
export function solarization(config: SolarizationConfig = {}): Solarization {
  return new Solarization(config);
}
