import { Layer, type LayerConfig } from "../../base/layer.js";
import {
  checkDataFormat,
  checkSizes,
  type DataFormat,
  type DataFormatLike,
  type PerAxis,
  type Sizes,
  type SpatialRank,
  spatialLayout,
} from "../data-format.js";

/** Options of pooling to a given size. */
export interface AdaptivePoolingConfig<N extends SpatialRank> extends LayerConfig {
  /** Size of the spatial axes of the result. */
  readonly outputSize: Sizes<N>;
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormatLike | null | undefined;
}

/** What layers share whose windows divide the spatial axes as evenly as possible. */
export abstract class AdaptivePooling<N extends SpatialRank> extends Layer {
  readonly outputSize: PerAxis<N>;
  readonly dataFormat: DataFormat;

  constructor(config: AdaptivePoolingConfig<N>, rank: N) {
    super(config);
    this.outputSize = checkSizes(config.outputSize, rank, "outputSize", this.name);
    this.dataFormat = checkDataFormat(config.dataFormat, this.name);
    this.inputSpecs = [{ ndim: rank + 2, layout: spatialLayout(this.dataFormat, rank) }];
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), outputSize: this.outputSize, dataFormat: this.dataFormat };
  }
}
