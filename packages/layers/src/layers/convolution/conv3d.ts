import type { Typed, WindowRule } from "../../types/shapes.js";
import { Conv, type ConvConfig } from "./conv.js";

/** Options of {@link conv3d}. */
export type Conv3DConfig = ConvConfig<3>;

/** See {@link conv3d}. */
export class Conv3D extends Conv<3> {
  static readonly className = "Conv3D";

  constructor(config: Conv3DConfig) {
    super(config, 3);
  }
}

/**
 * Convolution over depth, height and width, plus bias and activation:
 * [batch, depth, height, width, channels] → [batch, depth', height', width', filters].
 *
 * @example
 * layers.conv3d({ filters: 16, kernelSize: [1, 3, 3] })
 */
export function conv3d<const F extends number>(
  config: Conv3DConfig & { readonly filters: F },
): Conv3D & Typed<WindowRule<3, F>, "conv3d"> {
  return new Conv3D(config);
}
