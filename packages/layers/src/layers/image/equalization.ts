import { ops, type Tensor } from "@antler/core";
import { checkPositiveInteger, knownSize } from "../checks.js";
import { inChannelsLast } from "../data-format.js";
import {
  changeRange,
  checkRange,
  type ImageConfig,
  ImageLayer,
  type Range,
} from "./image-layer.js";

/** Options of {@link equalization}. */
export interface EqualizationConfig extends ImageConfig {
  /** Least and largest value of images. Default [0, 255]. */
  readonly valueRange?: readonly number[] | undefined;
  /** Into how many steps the range is divided. Default 256. */
  readonly bins?: number | undefined;
}

const bytes: Range = [0, 255];

/** See {@link equalization}. */
export class Equalization extends ImageLayer {
  static readonly className = "Equalization";
  readonly valueRange: Range;
  readonly bins: number;

  constructor(config: EqualizationConfig = {}) {
    super(config);
    this.valueRange = checkRange(config.valueRange ?? bytes, "valueRange", this.name);
    this.bins = checkPositiveInteger(config.bins ?? 256, "bins", this.name);
  }

  protected override transform(images: Tensor, training: boolean): Tensor {
    if (!training) return images;
    const x = changeRange(ops.cast(images, this.computeDtype), this.valueRange, bytes);
    const equalized = inChannelsLast(x, this.dataFormat, (y) => this.#equalize(y));
    return changeRange(equalized, bytes, this.valueRange);
  }

  /** [batch, height, width, channels] with values 0 … 255; the batch counts as a whole, as in Keras. */
  #equalize(x: Tensor): Tensor {
    const { bins } = this;
    const channels = knownSize(x.shape, -1, this.name);
    const scaled = ops.divide(ops.multiply(x, bins - 1), 255);
    const own = ops.cast(ops.clip(scaled, 0, bins - 1), "int32");
    const offset = ops.multiply(ops.iota(channels, "int32"), bins);
    const places = ops.ravel(ops.add(own, offset));
    const ones = ops.cast(ops.onesLike(places), "int32");
    const counts = ops.segmentSum(ones, places, { numSegments: channels * bins });
    const histogram = ops.reshape(counts, [channels, bins]);
    const below = ops.cast(ops.cumsum(histogram, 1), "float32");
    const all = ops.max(below, 1, { keepdims: true });
    const first = ops.min(ops.where(ops.equal(below, 0), all, below), 1, { keepdims: true });
    const rest = ops.maximum(ops.subtract(all, first), 1);
    const table = ops.clip(
      ops.round(ops.divide(ops.multiply(ops.subtract(below, first), 255), rest)),
      0,
      255,
    );
    const equalized = ops.reshape(ops.take(ops.ravel(table), places), x.shape);
    const used = ops.sum(ops.cast(ops.greater(histogram, 0), "int32"), 1);
    return ops.where(ops.lessEqual(used, 1), x, ops.cast(equalized, x.dtype));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), bins: this.bins, valueRange: this.valueRange };
  }
}

/** Spreads the values of each channel so that all are about equally frequent; in training. Shape kept. */
export function equalization(config: EqualizationConfig = {}): Equalization {
  return new Equalization(config);
}
