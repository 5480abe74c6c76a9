import { ops, type Tensor } from "@antler/core";
import type { Typed, WindowRule } from "../../types/shapes.js";
import { Pooling, type PoolingConfig } from "./window.js";

/** Options of {@link maxPooling2d}. */
export type MaxPooling2DConfig = PoolingConfig<2>;

/** See {@link maxPooling2d}. */
export class MaxPooling2D extends Pooling<2> {
  static readonly className = "MaxPooling2D";

  constructor(config: MaxPooling2DConfig = {}) {
    super(config, 2);
  }

  protected override pool(x: Tensor): Tensor {
    return ops.maxPool(x, this.poolSize, { strides: this.strides, padding: this.padding });
  }
}

/** Largest value of each window: [batch, height, width, channels] → [batch, height', width', channels]. */
export function maxPooling2d(
  config: MaxPooling2DConfig = {},
): MaxPooling2D & Typed<WindowRule<2, "same">, "maxPooling2d"> {
  return new MaxPooling2D(config);
}
