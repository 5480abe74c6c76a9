import type { IdentityRule, Typed } from "../../types/shapes.js";
import { SpatialDropout, type SpatialDropoutConfig } from "./spatialDropout.js";

/** Options of {@link spatialDropout1d}. */
export type SpatialDropout1DConfig = SpatialDropoutConfig;

/** See {@link spatialDropout1d}. */
export class SpatialDropout1D extends SpatialDropout {
  static override readonly className = "SpatialDropout1D";

  constructor(config: SpatialDropout1DConfig) {
    super(config, 1);
  }
}

/** Dropout of whole channels, the same at all places: [batch, length, channels], kept. */
export function spatialDropout1d(
  config: SpatialDropout1DConfig,
): SpatialDropout1D & Typed<IdentityRule, "spatialDropout1d"> {
  return new SpatialDropout1D(config);
}
