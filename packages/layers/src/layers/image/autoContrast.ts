import { ops, type Tensor } from "@antler/core";
import {
  changeRange,
  checkRange,
  type ImageConfig,
  ImageLayer,
  type Range,
} from "./image-layer.js";

/** Options of {@link autoContrast}. */
export interface AutoContrastConfig extends ImageConfig {
  /** Least and largest value of images. Default [0, 255]. */
  readonly valueRange?: readonly number[] | undefined;
}

/** See {@link autoContrast}. */
export class AutoContrast extends ImageLayer {
  static readonly className = "AutoContrast";
  readonly valueRange: Range;

  constructor(config: AutoContrastConfig = {}) {
    super(config);
    this.valueRange = checkRange(config.valueRange ?? [0, 255], "valueRange", this.name);
  }

  protected override transform(images: Tensor): Tensor {
    const x = ops.cast(images, this.computeDtype);
    const [low, high] = [
      ops.min(x, [1, 2], { keepdims: true }),
      ops.max(x, [1, 2], { keepdims: true }),
    ];
    const flat = ops.equal(low, high);
    const span = ops.where(flat, ops.onesLike(low), ops.subtract(high, low));
    const unit = ops.divide(ops.subtract(x, low), span);
    const stretched = changeRange(ops.clip(unit, 0, 1), [0, 1], this.valueRange);
    return ops.where(flat, x, stretched);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), valueRange: this.valueRange };
  }
}

/** Stretches each channel to the whole value range; a channel of one value stays. Shape kept. */
export function autoContrast(config: AutoContrastConfig = {}): AutoContrast {
  return new AutoContrast(config);
}
