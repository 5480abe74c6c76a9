import { ops, type Tensor } from "@antler/core";
import type { Typed, WindowRule } from "../../types/shapes.js";
import { type BeforeAfter, checkPairs, type SpatialConfig, SpatialLayer } from "./spatial.js";

/** Options of {@link zeroPadding2d}. */
export interface ZeroPadding2DConfig extends SpatialConfig {
  /** One integer for all sides, one for both sides of each axis, or [before, after] for each. Default 1. */
  readonly padding?: number | readonly (number | BeforeAfter)[] | undefined;
}

/** See {@link zeroPadding2d}. */
export class ZeroPadding2D extends SpatialLayer {
  static readonly className = "ZeroPadding2D";
  readonly padding: readonly BeforeAfter[];

  constructor(config: ZeroPadding2DConfig = {}) {
    super(config, 2);
    this.padding = checkPairs(config.padding ?? 1, 2, "padding", this.name);
  }

  override call(x: Tensor): Tensor {
    return ops.pad(x, this.onSpatialAxes(this.padding, [0, 0]));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), padding: this.padding, dataFormat: this.dataFormat };
  }
}

/** Zeros around the spatial axes: [batch, height, width, channels] → [batch, height', width', channels]. */
export function zeroPadding2d(
  config: ZeroPadding2DConfig = {},
): ZeroPadding2D & Typed<WindowRule<2, "same">, "zeroPadding2d"> {
  return new ZeroPadding2D(config);
}
