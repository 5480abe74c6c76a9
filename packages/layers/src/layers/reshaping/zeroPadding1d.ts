import { ops, type Tensor } from "@antler/core";
import { type BeforeAfter, checkBeforeAfter, type SpatialConfig, SpatialLayer } from "./spatial.js";

/** Options of {@link zeroPadding1d}. */
export interface ZeroPadding1DConfig extends SpatialConfig {
  /** One integer for both ends, or [before, after]. Default 1. */
  readonly padding?: number | BeforeAfter | undefined;
}

/** See {@link zeroPadding1d}. */
export class ZeroPadding1D extends SpatialLayer {
  static readonly className = "ZeroPadding1D";
  readonly padding: BeforeAfter;

  constructor(config: ZeroPadding1DConfig = {}) {
    super(config, 1);
    this.padding = checkBeforeAfter(config.padding ?? 1, "padding", this.name);
  }

  override call(x: Tensor): Tensor {
    return ops.pad(x, this.onSpatialAxes([this.padding], [0, 0]));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), padding: this.padding, dataFormat: this.dataFormat };
  }
}

/** Zeros around the spatial axes: [batch, length, channels] → [batch, length', channels]. */
export function zeroPadding1d(config: ZeroPadding1DConfig = {}): ZeroPadding1D {
  return new ZeroPadding1D(config);
}
