import { ops, type Tensor } from "@antler/core";
import type { Typed, WindowRule } from "../../types/shapes.js";
import { Pooling, type PoolingConfig } from "./window.js";

/** Options of {@link maxPooling3d}. */
export type MaxPooling3DConfig = PoolingConfig<3>;

/** See {@link maxPooling3d}. */
export class MaxPooling3D extends Pooling<3> {
  static readonly className = "MaxPooling3D";

  constructor(config: MaxPooling3DConfig = {}) {
    super(config, 3);
  }

  protected override pool(x: Tensor): Tensor {
    return ops.maxPool(x, this.poolSize, { strides: this.strides, padding: this.padding });
  }
}

/** Largest value of each window: [batch, depth, height, width, channels] → [batch, depth', height', width', channels]. */
export function maxPooling3d(
  config: MaxPooling3DConfig = {},
): MaxPooling3D & Typed<WindowRule<3, "same">, "maxPooling3d"> {
  return new MaxPooling3D(config);
}
