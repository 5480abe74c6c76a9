import { ops, type Tensor } from "@antler/core";
import type { GlobalPoolRule, Typed } from "../../types/shapes.js";
import { GlobalPooling, type GlobalPoolingConfig } from "./global.js";

/** Options of {@link globalAveragePooling3d}. */
export type GlobalAveragePooling3DConfig = GlobalPoolingConfig;

/** See {@link globalAveragePooling3d}. */
export class GlobalAveragePooling3D extends GlobalPooling {
  static readonly className = "GlobalAveragePooling3D";

  constructor(config: GlobalAveragePooling3DConfig = {}) {
    super(config, 3);
  }

  protected override reduce(x: Tensor, axes: readonly number[]): Tensor {
    return ops.mean(x, axes, { keepdims: this.keepdims });
  }
}

/** Mean over depth, height and width: [batch, depth, height, width, channels] → [batch, channels]. */
export function globalAveragePooling3d(
  config: GlobalAveragePooling3DConfig = {},
): GlobalAveragePooling3D & Typed<GlobalPoolRule<3>, "globalAveragePooling3d"> {
  return new GlobalAveragePooling3D(config);
}
