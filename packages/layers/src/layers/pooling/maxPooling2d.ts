import { ops, type Tensor } from "@antler/core";
import type { ImageRule, Typed } from "../../types/shapes.js";
import { Pooling2D, type Pooling2DConfig } from "./pooling2d.js";

/** See {@link maxPooling2d}. */
export class MaxPooling2D extends Pooling2D {
  static readonly className = "MaxPooling2D";

  protected override pool(x: Tensor): Tensor {
    return ops.maxPool(x, this.poolSize, { strides: this.strides, padding: this.padding });
  }
}

/** Largest value of each window: [batch, height, width, channels] → [batch, height', width', channels]. */
export function maxPooling2d(
  config: Pooling2DConfig = {},
): MaxPooling2D & Typed<ImageRule<"same">, "maxPooling2d"> {
  return new MaxPooling2D(config);
}
