import type { Typed, WindowRule } from "../../types/shapes.js";
import { ConvTranspose, type ConvTransposeConfig } from "./conv-transpose.js";

/** Options of {@link conv2dTranspose}. */
export type Conv2DTransposeConfig = ConvTransposeConfig<2>;

/** See {@link conv2dTranspose}. */
export class Conv2DTranspose extends ConvTranspose<2> {
  static readonly className = "Conv2DTranspose";

  constructor(config: Conv2DTransposeConfig) {
    super(config, 2);
  }
}

/**
 * Transposed convolution over height and width (the way back through a convolution: strides enlarge),
 * plus bias and activation: [batch, height, width, channels] → [batch, height', width', filters].
 */
export function conv2dTranspose<const F extends number>(
  config: Conv2DTransposeConfig & { readonly filters: F },
): Conv2DTranspose & Typed<WindowRule<2, F>, "conv2dTranspose"> {
  return new Conv2DTranspose(config);
}
