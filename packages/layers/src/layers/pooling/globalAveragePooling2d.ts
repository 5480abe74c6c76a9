import { ops, type Tensor } from "@antler/core";
import type { GlobalPoolRule, Typed } from "../../types/shapes.js";
import { GlobalPooling, type GlobalPoolingConfig } from "./global.js";

/** Options of {@link globalAveragePooling2d}. */
export type GlobalAveragePooling2DConfig = GlobalPoolingConfig;

/** See {@link globalAveragePooling2d}. */
export class GlobalAveragePooling2D extends GlobalPooling {
  static readonly className = "GlobalAveragePooling2D";

  constructor(config: GlobalAveragePooling2DConfig = {}) {
    super(config, 2);
  }

  protected override reduce(x: Tensor, axes: readonly number[]): Tensor {
    return ops.mean(x, axes, { keepdims: this.keepdims });
  }
}

/** Mean over height and width: [batch, height, width, channels] → [batch, channels]. */
export function globalAveragePooling2d(
  config: GlobalAveragePooling2DConfig = {},
): GlobalAveragePooling2D & Typed<GlobalPoolRule<2>, "globalAveragePooling2d"> {
  return new GlobalAveragePooling2D(config);
}
