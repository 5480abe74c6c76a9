import type { Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import { checkChoice } from "../checks.js";
import {
  checkDataFormat,
  checkSizes,
  checkWindowFits,
  type DataFormat,
  type DataFormatLike,
  inChannelsLast,
  type PerAxis,
  type Sizes,
  type SpatialRank,
  spatialLayout,
  spatialShape,
  type WindowPadding,
} from "../data-format.js";

/** Options of max and average pooling over `N` spatial axes. */
export interface PoolingConfig<N extends SpatialRank> extends LayerConfig {
  /** Default 2. */
  readonly poolSize?: Sizes<N> | undefined;
  /** Default: `poolSize`. */
  readonly strides?: Sizes<N> | null | undefined;
  /** Default `"valid"`. */
  readonly padding?: WindowPadding | undefined;
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormatLike | null | undefined;
}

/** What pooling layers share: everything but the op. */
export abstract class Pooling<N extends SpatialRank> extends Layer {
  readonly poolSize: PerAxis<N>;
  readonly strides: PerAxis<N>;
  readonly padding: WindowPadding;
  readonly dataFormat: DataFormat;

  constructor(config: PoolingConfig<N>, rank: N) {
    super(config);
    this.poolSize = checkSizes<N>(config.poolSize ?? 2, rank, "poolSize", this.name);
    this.strides = checkSizes<N>(config.strides ?? this.poolSize, rank, "strides", this.name);
    this.padding = checkChoice(config.padding ?? "valid", ["valid", "same"], "padding", this.name);
    this.dataFormat = checkDataFormat(config.dataFormat, this.name);
    this.inputSpecs = [{ ndim: rank + 2, layout: spatialLayout(this.dataFormat, rank) }];
  }

  /** Pools an input with channels last. */
  protected abstract pool(x: Tensor): Tensor;

  override call(x: Tensor): Tensor {
    if (this.padding === "valid") {
      const spatial = spatialShape(x.shape, this.dataFormat);
      checkWindowFits(spatial, this.poolSize, [], "poolSize", this.name);
    }
    return inChannelsLast(x, this.dataFormat, (image) => this.pool(image));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { poolSize, padding, strides, dataFormat } = this;
    return { ...super.getConfig(), poolSize, padding, strides, dataFormat };
  }
}
