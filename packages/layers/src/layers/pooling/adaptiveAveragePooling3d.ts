import { ops, type Tensor } from "@antler/core";
import type { Typed, WindowRule } from "../../types/shapes.js";
import { AdaptivePooling, type AdaptivePoolingConfig } from "./adaptive.js";

/** Options of {@link adaptiveAveragePooling3d}. */
export type AdaptiveAveragePooling3DConfig = AdaptivePoolingConfig<3>;

/** See {@link adaptiveAveragePooling3d}. */
export class AdaptiveAveragePooling3D extends AdaptivePooling<3> {
  static readonly className = "AdaptiveAveragePooling3D";

  constructor(config: AdaptiveAveragePooling3DConfig) {
    super(config, 3);
  }

  override call(x: Tensor): Tensor {
    return ops.adaptiveAveragePool(x, this.outputSize, { dataFormat: this.dataFormat });
  }
}

/** Means of windows that divide the input as evenly as possible: [batch, depth, height, width, channels] → [batch, ...outputSize, channels]. */
export function adaptiveAveragePooling3d(
  config: AdaptiveAveragePooling3DConfig,
): AdaptiveAveragePooling3D & Typed<WindowRule<3, "same">, "adaptiveAveragePooling3d"> {
  return new AdaptiveAveragePooling3D(config);
}
