import { ops, type Tensor } from "@antler/core";
import type { Typed, WindowRule } from "../../types/shapes.js";
import { Pooling, type PoolingConfig } from "./window.js";

/** Options of {@link averagePooling3d}. */
export type AveragePooling3DConfig = PoolingConfig<3>;

/** See {@link averagePooling3d}. */
export class AveragePooling3D extends Pooling<3> {
  static readonly className = "AveragePooling3D";

  constructor(config: AveragePooling3DConfig = {}) {
    super(config, 3);
  }

  protected override pool(x: Tensor): Tensor {
    return ops.averagePool(x, this.poolSize, { strides: this.strides, padding: this.padding });
  }
}

/** Mean of each window, padding not counted: [batch, depth, height, width, channels] → [batch, depth', height', width', channels]. */
export function averagePooling3d(
  config: AveragePooling3DConfig = {},
): AveragePooling3D & Typed<WindowRule<3, "same">, "averagePooling3d"> {
  return new AveragePooling3D(config);
}
