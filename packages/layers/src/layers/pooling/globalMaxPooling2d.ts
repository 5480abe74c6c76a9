import { ops, type Tensor } from "@antler/core";
import type { GlobalPoolRule, Typed } from "../../types/shapes.js";
import { GlobalPooling, type GlobalPoolingConfig } from "./global.js";

/** Options of {@link globalMaxPooling2d}. */
export type GlobalMaxPooling2DConfig = GlobalPoolingConfig;

/** See {@link globalMaxPooling2d}. */
export class GlobalMaxPooling2D extends GlobalPooling {
  static readonly className = "GlobalMaxPooling2D";

  constructor(config: GlobalMaxPooling2DConfig = {}) {
    super(config, 2);
  }

  protected override reduce(x: Tensor, axes: readonly number[]): Tensor {
    return ops.max(x, axes, { keepdims: this.keepdims });
  }
}

/** Largest value over height and width: [batch, height, width, channels] → [batch, channels]. */
export function globalMaxPooling2d(
  config: GlobalMaxPooling2DConfig = {},
): GlobalMaxPooling2D & Typed<GlobalPoolRule<2>, "globalMaxPooling2d"> {
  return new GlobalMaxPooling2D(config);
}
