import type { Tensor } from "@antler/core";
import type { LayerConfig } from "../../base/layer.js";
import { crop } from "./crop.js";
import { type BeforeAfter, checkBeforeAfter, SpatialLayer } from "./spatial.js";

/** Options of {@link cropping1d}. */
export interface Cropping1DConfig extends LayerConfig {
  /** One integer for both ends, or [before, after]. Default 1. */
  readonly cropping?: number | BeforeAfter | undefined;
}

/** See {@link cropping1d}. */
export class Cropping1D extends SpatialLayer {
  static readonly className = "Cropping1D";
  readonly cropping: BeforeAfter;

  constructor(config: Cropping1DConfig = {}) {
    super(config, 1);
    this.cropping = checkBeforeAfter(config.cropping ?? 1, "cropping", this.name);
  }

  override call(x: Tensor): Tensor {
    return crop(x, this.onSpatialAxes([this.cropping], [0, 0]), this.name);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), cropping: this.cropping };
  }
}

/** Cuts elements off the ends of the spatial axes: [batch, length, channels] → [batch, length', channels]. */
export function cropping1d(config: Cropping1DConfig = {}): Cropping1D {
  return new Cropping1D(config);
}
