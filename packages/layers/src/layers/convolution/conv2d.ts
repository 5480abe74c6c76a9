import type { Typed, WindowRule } from "../../types/shapes.js";
import { Conv, type ConvConfig } from "./conv.js";

/** Options of {@link conv2d}. */
export type Conv2DConfig = ConvConfig<2>;

/** See {@link conv2d}. */
export class Conv2D extends Conv<2> {
  static readonly className = "Conv2D";

  constructor(config: Conv2DConfig) {
    super(config, 2);
  }
}

/**
 * Convolution over height and width, plus bias and activation:
 * [batch, height, width, channels] → [batch, height', width', filters].
 *
 * @example
 * layers.conv2d({ filters: 16, kernelSize: 3, activation: "relu" })
 */
export function conv2d<const F extends number>(
  config: Conv2DConfig & { readonly filters: F },
): Conv2D & Typed<WindowRule<2, F>, "conv2d"> {
  return new Conv2D(config);
}
