import type { Typed, WindowRule } from "../../types/shapes.js";
import { DepthwiseConv, type DepthwiseConvConfig } from "./depthwise-conv.js";

/** Options of {@link depthwiseConv2d}. */
export type DepthwiseConv2DConfig = DepthwiseConvConfig<2>;

/** See {@link depthwiseConv2d}. */
export class DepthwiseConv2D extends DepthwiseConv<2> {
  static readonly className = "DepthwiseConv2D";

  constructor(config: DepthwiseConv2DConfig) {
    super(config, 2);
  }
}

/**
 * Convolution of each channel by itself over height and width, plus bias and activation:
 * [batch, height, width, channels] → [batch, height', width', channels · depthMultiplier].
 */
export function depthwiseConv2d(
  config: DepthwiseConv2DConfig,
): DepthwiseConv2D & Typed<WindowRule<2, number>, "depthwiseConv2d"> {
  return new DepthwiseConv2D(config);
}
