import { ops, type Tensor } from "@antler/core";
import { type BeforeAfter, checkPairs, type SpatialConfig, SpatialLayer } from "./spatial.js";

/** Options of {@link zeroPadding3d}. */
export interface ZeroPadding3DConfig extends SpatialConfig {
  /** One integer for all sides, one for both sides of each axis, or [before, after] for each. Default 1. */
  readonly padding?: number | readonly (number | BeforeAfter)[] | undefined;
}

/** See {@link zeroPadding3d}. */
export class ZeroPadding3D extends SpatialLayer {
  static readonly className = "ZeroPadding3D";
  readonly padding: readonly BeforeAfter[];

  constructor(config: ZeroPadding3DConfig = {}) {
    super(config, 3);
    this.padding = checkPairs(config.padding ?? 1, 3, "padding", this.name);
  }

  override call(x: Tensor): Tensor {
    return ops.pad(x, this.onSpatialAxes(this.padding, [0, 0]));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), padding: this.padding, dataFormat: this.dataFormat };
  }
}

/** Zeros around the spatial axes: [batch, depth, height, width, channels] → [batch, depth', height', width', channels]. */
export function zeroPadding3d(config: ZeroPadding3DConfig = {}): ZeroPadding3D {
  return new ZeroPadding3D(config);
}
