import type { Typed, WindowRule } from "../../types/shapes.js";
import { SeparableConv, type SeparableConvConfig } from "./separable-conv.js";

/** Options of {@link separableConv2d}. */
export type SeparableConv2DConfig = SeparableConvConfig<2>;

/** See {@link separableConv2d}. */
export class SeparableConv2D extends SeparableConv<2> {
  static readonly className = "SeparableConv2D";

  constructor(config: SeparableConv2DConfig) {
    super(config, 2);
  }
}

/**
 * Convolution of each channel by itself over height and width, then one across the channels, plus bias
 * and activation: [batch, height, width, channels] → [batch, height', width', filters].
 */
export function separableConv2d<const F extends number>(
  config: SeparableConv2DConfig & { readonly filters: F },
): SeparableConv2D & Typed<WindowRule<2, F>, "separableConv2d"> {
  return new SeparableConv2D(config);
}
