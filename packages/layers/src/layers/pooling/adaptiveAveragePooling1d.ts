import { ops, type Tensor } from "@antler/core";
import type { Typed, WindowRule } from "../../types/shapes.js";
import { AdaptivePooling, type AdaptivePoolingConfig } from "./adaptive.js";

/** Options of {@link adaptiveAveragePooling1d}. */
export type AdaptiveAveragePooling1DConfig = AdaptivePoolingConfig<1>;

/** See {@link adaptiveAveragePooling1d}. */
export class AdaptiveAveragePooling1D extends AdaptivePooling<1> {
  static readonly className = "AdaptiveAveragePooling1D";

  constructor(config: AdaptiveAveragePooling1DConfig) {
    super(config, 1);
  }

  override call(x: Tensor): Tensor {
    return ops.adaptiveAveragePool(x, this.outputSize, { dataFormat: this.dataFormat });
  }
}

/** Means of windows that divide the input as evenly as possible: [batch, length, channels] → [batch, ...outputSize, channels]. */
export function adaptiveAveragePooling1d(
  config: AdaptiveAveragePooling1DConfig,
): AdaptiveAveragePooling1D & Typed<WindowRule<1, "same">, "adaptiveAveragePooling1d"> {
  return new AdaptiveAveragePooling1D(config);
}
