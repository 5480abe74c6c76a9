import { ops, type Tensor } from "@antler/core";
import type { Typed, WindowRule } from "../../types/shapes.js";
import { Pooling, type PoolingConfig } from "./window.js";

/** Options of {@link averagePooling2d}. */
export type AveragePooling2DConfig = PoolingConfig<2>;

/** See {@link averagePooling2d}. */
export class AveragePooling2D extends Pooling<2> {
  static readonly className = "AveragePooling2D";

  constructor(config: AveragePooling2DConfig = {}) {
    super(config, 2);
  }

  protected override pool(x: Tensor): Tensor {
    return ops.averagePool(x, this.poolSize, { strides: this.strides, padding: this.padding });
  }
}

/** Mean of each window, padding not counted: [batch, height, width, channels] → [batch, height', width', channels]. */
export function averagePooling2d(
  config: AveragePooling2DConfig = {},
): AveragePooling2D & Typed<WindowRule<2, "same">, "averagePooling2d"> {
  return new AveragePooling2D(config);
}
