import type { Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import { checkChoice, checkPair } from "../checks.js";
import {
  checkDataFormat,
  type DataFormat,
  type DataFormatLike,
  inChannelsLast,
  type Pair,
  spatialLayout,
  type WindowPadding,
} from "../data-format.js";

/** Options of `maxPooling2d` and `averagePooling2d`. */
export interface Pooling2DConfig extends LayerConfig {
  /** Default 2. */
  readonly poolSize?: Pair | undefined;
  /** Default: `poolSize`. */
  readonly strides?: Pair | undefined;
  /** Default `"valid"`. */
  readonly padding?: WindowPadding | undefined;
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormatLike | null | undefined;
}

/** What pooling layers share: everything but the op. */
export abstract class Pooling2D extends Layer {
  readonly poolSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: WindowPadding;
  readonly dataFormat: DataFormat;

  constructor(config: Pooling2DConfig = {}) {
    super(config);
    this.poolSize = checkPair(config.poolSize ?? 2, "poolSize", this.name);
    this.strides = checkPair(config.strides ?? this.poolSize, "strides", this.name);
    this.padding = checkChoice(config.padding ?? "valid", ["valid", "same"], "padding", this.name);
    this.dataFormat = checkDataFormat(config.dataFormat, this.name);
    this.inputSpecs = [{ ndim: 4, layout: spatialLayout(this.dataFormat, 2) }];
  }

  /** Pools an image with channels last. */
  protected abstract pool(x: Tensor): Tensor;

  override call(x: Tensor): Tensor {
    return inChannelsLast(x, this.dataFormat, (image) => this.pool(image));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { poolSize, padding, strides, dataFormat } = this;
    return { ...super.getConfig(), poolSize, padding, strides, dataFormat };
  }
}
