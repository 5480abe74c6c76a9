import { ops, type Tensor } from "@antler/core";
import type { Typed, WindowRule } from "../../types/shapes.js";
import { AdaptivePooling, type AdaptivePoolingConfig } from "./adaptive.js";

/** Options of {@link adaptiveAveragePooling2d}. */
export type AdaptiveAveragePooling2DConfig = AdaptivePoolingConfig<2>;

/** See {@link adaptiveAveragePooling2d}. */
export class AdaptiveAveragePooling2D extends AdaptivePooling<2> {
  static readonly className = "AdaptiveAveragePooling2D";

  constructor(config: AdaptiveAveragePooling2DConfig) {
    super(config, 2);
  }

  override call(x: Tensor): Tensor {
    return ops.adaptiveAveragePool(x, this.outputSize, { dataFormat: this.dataFormat });
  }
}

/** Means of windows that divide the input as evenly as possible: [batch, height, width, channels] → [batch, ...outputSize, channels]. */
export function adaptiveAveragePooling2d(
  config: AdaptiveAveragePooling2DConfig,
): AdaptiveAveragePooling2D & Typed<WindowRule<2, "same">, "adaptiveAveragePooling2d"> {
  return new AdaptiveAveragePooling2D(config);
}
