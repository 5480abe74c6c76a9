import type { Tensor } from "@antler/core";
import { crop } from "./crop.js";
import { type BeforeAfter, checkPairs, type SpatialConfig, SpatialLayer } from "./spatial.js";

/** Options of {@link cropping3d}. */
export interface Cropping3DConfig extends SpatialConfig {
  /** One integer for all sides, one for both sides of each axis, or [before, after] for each. Default 1. */
  readonly cropping?: number | readonly (number | BeforeAfter)[] | undefined;
}

/** See {@link cropping3d}. */
export class Cropping3D extends SpatialLayer {
  static readonly className = "Cropping3D";
  readonly cropping: readonly BeforeAfter[];

  constructor(config: Cropping3DConfig = {}) {
    super(config, 3);
    this.cropping = checkPairs(config.cropping ?? 1, 3, "cropping", this.name);
  }

  override call(x: Tensor): Tensor {
    return crop(x, this.onSpatialAxes(this.cropping, [0, 0]), this.name);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), cropping: this.cropping, dataFormat: this.dataFormat };
  }
}

/** Cuts elements off the ends of the spatial axes: [batch, depth, height, width, channels] → [batch, depth', height', width', channels]. */
export function cropping3d(config: Cropping3DConfig = {}): Cropping3D {
  return new Cropping3D(config);
}
