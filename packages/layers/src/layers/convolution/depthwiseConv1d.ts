import type { Typed, WindowRule } from "../../types/shapes.js";
import { DepthwiseConv, type DepthwiseConvConfig } from "./depthwise-conv.js";

/** Options of {@link depthwiseConv1d}. */
export type DepthwiseConv1DConfig = DepthwiseConvConfig<1>;

/** See {@link depthwiseConv1d}. */
export class DepthwiseConv1D extends DepthwiseConv<1> {
  static readonly className = "DepthwiseConv1D";

  constructor(config: DepthwiseConv1DConfig) {
    super(config, 1);
  }
}

/**
 * Convolution of each channel by itself along a sequence, plus bias and activation:
 * [batch, length, channels] → [batch, length', channels · depthMultiplier].
 */
export function depthwiseConv1d(
  config: DepthwiseConv1DConfig,
): DepthwiseConv1D & Typed<WindowRule<1, number>, "depthwiseConv1d"> {
  return new DepthwiseConv1D(config);
}
