import { ops, type Tensor } from "@antler/core";
import type { Typed, WindowRule } from "../../types/shapes.js";
import { AdaptivePooling, type AdaptivePoolingConfig } from "./adaptive.js";

/** Options of {@link adaptiveMaxPooling2d}. */
export type AdaptiveMaxPooling2DConfig = AdaptivePoolingConfig<2>;

/** See {@link adaptiveMaxPooling2d}. */
export class AdaptiveMaxPooling2D extends AdaptivePooling<2> {
  static readonly className = "AdaptiveMaxPooling2D";

  constructor(config: AdaptiveMaxPooling2DConfig) {
    super(config, 2);
  }

  override call(x: Tensor): Tensor {
    return ops.adaptiveMaxPool(x, this.outputSize, { dataFormat: this.dataFormat });
  }
}

/** Largest values of windows that divide the input as evenly as possible: [batch, height, width, channels] → [batch, ...outputSize, channels]. */
export function adaptiveMaxPooling2d(
  config: AdaptiveMaxPooling2DConfig,
): AdaptiveMaxPooling2D & Typed<WindowRule<2, "same">, "adaptiveMaxPooling2d"> {
  return new AdaptiveMaxPooling2D(config);
}
