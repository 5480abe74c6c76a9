import type { IdentityRule, Typed } from "../../types/shapes.js";
import { SpatialDropout, type SpatialDropoutFormatConfig } from "./spatialDropout.js";

/** Options of {@link spatialDropout2d}. */
export type SpatialDropout2DConfig = SpatialDropoutFormatConfig;

/** See {@link spatialDropout2d}. */
export class SpatialDropout2D extends SpatialDropout {
  static override readonly className = "SpatialDropout2D";

  constructor(config: SpatialDropout2DConfig) {
    super(config, 2);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), dataFormat: this.dataFormat };
  }
}

/** Dropout of whole channels, the same at all places: [batch, height, width, channels], kept. */
export function spatialDropout2d(
  config: SpatialDropout2DConfig,
): SpatialDropout2D & Typed<IdentityRule, "spatialDropout2d"> {
  return new SpatialDropout2D(config);
}
