import type { Tensor } from "@antler/core";
import type { Typed, WindowRule } from "../../types/shapes.js";
import { crop } from "./crop.js";
import { type BeforeAfter, checkPairs, type SpatialConfig, SpatialLayer } from "./spatial.js";

/** Options of {@link cropping2d}. */
export interface Cropping2DConfig extends SpatialConfig {
  /** One integer for all sides, one for both sides of each axis, or [before, after] for each. Default 0. */
  readonly cropping?: number | readonly (number | BeforeAfter)[] | undefined;
}

/** See {@link cropping2d}. */
export class Cropping2D extends SpatialLayer {
  static readonly className = "Cropping2D";
  readonly cropping: readonly BeforeAfter[];

  constructor(config: Cropping2DConfig = {}) {
    super(config, 2);
    this.cropping = checkPairs(config.cropping ?? 0, 2, "cropping", this.name);
  }

  override call(x: Tensor): Tensor {
    return crop(x, this.onSpatialAxes(this.cropping, [0, 0]), this.name);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), cropping: this.cropping, dataFormat: this.dataFormat };
  }
}

/** Cuts elements off the ends of the spatial axes: [batch, height, width, channels] → [batch, height', width', channels]. */
export function cropping2d(
  config: Cropping2DConfig = {},
): Cropping2D & Typed<WindowRule<2, "same">, "cropping2d"> {
  return new Cropping2D(config);
}
