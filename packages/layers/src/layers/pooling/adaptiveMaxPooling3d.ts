import { ops, type Tensor } from "@antler/core";
import type { Typed, WindowRule } from "../../types/shapes.js";
import { AdaptivePooling, type AdaptivePoolingConfig } from "./adaptive.js";

/** Options of {@link adaptiveMaxPooling3d}. */
export type AdaptiveMaxPooling3DConfig = AdaptivePoolingConfig<3>;

/** See {@link adaptiveMaxPooling3d}. */
export class AdaptiveMaxPooling3D extends AdaptivePooling<3> {
  static readonly className = "AdaptiveMaxPooling3D";

  constructor(config: AdaptiveMaxPooling3DConfig) {
    super(config, 3);
  }

  override call(x: Tensor): Tensor {
    return ops.adaptiveMaxPool(x, this.outputSize, { dataFormat: this.dataFormat });
  }
}

/** Largest values of windows that divide the input as evenly as possible: [batch, depth, height, width, channels] → [batch, ...outputSize, channels]. */
export function adaptiveMaxPooling3d(
  config: AdaptiveMaxPooling3DConfig,
): AdaptiveMaxPooling3D & Typed<WindowRule<3, "same">, "adaptiveMaxPooling3d"> {
  return new AdaptiveMaxPooling3D(config);
}
