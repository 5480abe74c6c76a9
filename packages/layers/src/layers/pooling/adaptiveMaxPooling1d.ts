import { ops, type Tensor } from "@antler/core";
import type { Typed, WindowRule } from "../../types/shapes.js";
import { AdaptivePooling, type AdaptivePoolingConfig } from "./adaptive.js";

/** Options of {@link adaptiveMaxPooling1d}. */
export type AdaptiveMaxPooling1DConfig = AdaptivePoolingConfig<1>;

/** See {@link adaptiveMaxPooling1d}. */
export class AdaptiveMaxPooling1D extends AdaptivePooling<1> {
  static readonly className = "AdaptiveMaxPooling1D";

  constructor(config: AdaptiveMaxPooling1DConfig) {
    super(config, 1);
  }

  override call(x: Tensor): Tensor {
    return ops.adaptiveMaxPool(x, this.outputSize, { dataFormat: this.dataFormat });
  }
}

/** Largest values of windows that divide the input as evenly as possible: [batch, length, channels] → [batch, ...outputSize, channels]. */
export function adaptiveMaxPooling1d(
  config: AdaptiveMaxPooling1DConfig,
): AdaptiveMaxPooling1D & Typed<WindowRule<1, "same">, "adaptiveMaxPooling1d"> {
  return new AdaptiveMaxPooling1D(config);
}
