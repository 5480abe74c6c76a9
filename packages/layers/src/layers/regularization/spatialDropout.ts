import type { ShapeLike, Tensor } from "@antler/core";
import type { SerializedObject } from "../../saving/keys.js";
import {
  checkDataFormat,
  type DataFormat,
  type DataFormatLike,
  spatialLayout,
} from "../data-format.js";
import { Dropout } from "./dropout.js";
import type { NoiseConfig } from "./noise.js";

/** Options of `spatialDropout1d`. */
export interface SpatialDropoutConfig extends NoiseConfig {
  /** Share of the channels that are dropped, in [0, 1]. */
  readonly rate: number;
}

/** Options of `spatialDropout2d` and `spatialDropout3d`. */
export interface SpatialDropoutFormatConfig extends SpatialDropoutConfig {
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormatLike | null | undefined;
}

/** Drops whole channels: one decision for all places of an image. */
export abstract class SpatialDropout extends Dropout {
  readonly dataFormat: DataFormat;

  constructor(config: SpatialDropoutFormatConfig, spatial: 1 | 2 | 3) {
    super(config);
    this.dataFormat = checkDataFormat(config.dataFormat, this.name);
    const layout = spatialLayout(this.dataFormat, spatial);
    this.inputSpecs = [{ ndim: spatial + 2, layout }];
  }

  protected override maskShape(x: Tensor): ShapeLike {
    const channels = this.dataFormat === "channels_last" ? x.rank - 1 : 1;
    return x.shape.map((dim, axis) => (axis === 0 || axis === channels ? dim : 1));
  }

  /** Keras writes these options only. */
  override getConfig(): Readonly<Record<string, unknown>> {
    const { name, rate, seed, dtype } = super.getConfig();
    return { name, rate, seed, dtype };
  }

  /** The dtype is a plain name here, as Keras writes it. */
  override toJSON(): SerializedObject {
    const json = super.toJSON();
    return { ...json, config: { ...json.config, dtype: this.dtypePolicy.name } };
  }
}
