import type { IdentityRule, Typed } from "../../types/shapes.js";
import { SpatialDropout, type SpatialDropoutFormatConfig } from "./spatialDropout.js";

/** Options of {@link spatialDropout3d}. */
export type SpatialDropout3DConfig = SpatialDropoutFormatConfig;

/** See {@link spatialDropout3d}. */
export class SpatialDropout3D extends SpatialDropout {
  static override readonly className = "SpatialDropout3D";

  constructor(config: SpatialDropout3DConfig) {
    super(config, 3);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), dataFormat: this.dataFormat };
  }
}

/** Dropout of whole channels, the same at all places: [batch, depth, height, width, channels], kept. */
export function spatialDropout3d(
  config: SpatialDropout3DConfig,
): SpatialDropout3D & Typed<IdentityRule, "spatialDropout3d"> {
  return new SpatialDropout3D(config);
}
