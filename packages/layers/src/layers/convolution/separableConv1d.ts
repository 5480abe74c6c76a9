import type { Typed, WindowRule } from "../../types/shapes.js";
import { SeparableConv, type SeparableConvConfig } from "./separable-conv.js";

/** Options of {@link separableConv1d}. */
export type SeparableConv1DConfig = SeparableConvConfig<1>;

/** See {@link separableConv1d}. */
export class SeparableConv1D extends SeparableConv<1> {
  static readonly className = "SeparableConv1D";

  constructor(config: SeparableConv1DConfig) {
    super(config, 1);
  }
}

/**
 * Convolution of each channel by itself along a sequence, then one across the channels, plus bias
 * and activation: [batch, length, channels] → [batch, length', filters].
 */
export function separableConv1d<const F extends number>(
  config: SeparableConv1DConfig & { readonly filters: F },
): SeparableConv1D & Typed<WindowRule<1, F>, "separableConv1d"> {
  return new SeparableConv1D(config);
}
