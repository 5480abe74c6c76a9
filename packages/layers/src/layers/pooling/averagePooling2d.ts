import { ops, type Tensor } from "@antler/core";
import type { ImageRule, Typed } from "../../types/shapes.js";
import { Pooling2D, type Pooling2DConfig } from "./pooling2d.js";

/** See {@link averagePooling2d}. */
export class AveragePooling2D extends Pooling2D {
  static readonly className = "AveragePooling2D";

  protected override pool(x: Tensor): Tensor {
    return ops.averagePool(x, this.poolSize, { strides: this.strides, padding: this.padding });
  }
}

/** Mean of each window, padding not counted: [batch, height, width, channels] → [batch, height', width', channels]. */
export function averagePooling2d(
  config: Pooling2DConfig = {},
): AveragePooling2D & Typed<ImageRule<"same">, "averagePooling2d"> {
  return new AveragePooling2D(config);
}
