import type { Typed, WindowRule } from "../../types/shapes.js";
import { ConvTranspose, type ConvTransposeConfig } from "./conv-transpose.js";

/** Options of {@link conv3dTranspose}. */
export type Conv3DTransposeConfig = ConvTransposeConfig<3>;

/** See {@link conv3dTranspose}. */
export class Conv3DTranspose extends ConvTranspose<3> {
  static readonly className = "Conv3DTranspose";

  constructor(config: Conv3DTransposeConfig) {
    super(config, 3);
  }
}

/**
 * Transposed convolution over depth, height and width (the way back through a convolution: strides enlarge),
 * plus bias and activation: [batch, depth, height, width, channels] → [batch, depth', height', width', filters].
 */
export function conv3dTranspose<const F extends number>(
  config: Conv3DTransposeConfig & { readonly filters: F },
): Conv3DTranspose & Typed<WindowRule<3, F>, "conv3dTranspose"> {
  return new Conv3DTranspose(config);
}
