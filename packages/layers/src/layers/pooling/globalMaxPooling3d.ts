import { ops, type Tensor } from "@antler/core";
import type { GlobalPoolRule, Typed } from "../../types/shapes.js";
import { GlobalPooling, type GlobalPoolingConfig } from "./global.js";

/** Options of {@link globalMaxPooling3d}. */
export type GlobalMaxPooling3DConfig = GlobalPoolingConfig;

/** See {@link globalMaxPooling3d}. */
export class GlobalMaxPooling3D extends GlobalPooling {
  static readonly className = "GlobalMaxPooling3D";

  constructor(config: GlobalMaxPooling3DConfig = {}) {
    super(config, 3);
  }

  protected override reduce(x: Tensor, axes: readonly number[]): Tensor {
    return ops.max(x, axes, { keepdims: this.keepdims });
  }
}

/** Largest value over depth, height and width: [batch, depth, height, width, channels] → [batch, channels]. */
export function globalMaxPooling3d(
  config: GlobalMaxPooling3DConfig = {},
): GlobalMaxPooling3D & Typed<GlobalPoolRule<3>, "globalMaxPooling3d"> {
  return new GlobalMaxPooling3D(config);
}
