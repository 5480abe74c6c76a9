import type { Typed, WindowRule } from "../../types/shapes.js";
import { Conv, type ConvConfig } from "./conv.js";
import type { ConvPadding } from "./convolution.js";

/** Options of {@link conv1d}. */
export interface Conv1DConfig extends Omit<ConvConfig<1>, "padding"> {
  /** Default `"valid"`; `"causal"` pads the beginning only, so that no output sees a later input. */
  readonly padding?: ConvPadding | undefined;
}

/** See {@link conv1d}. */
export class Conv1D extends Conv<1> {
  static readonly className = "Conv1D";

  constructor(config: Conv1DConfig) {
    super(config, 1, ["valid", "same", "causal"]);
  }
}

/**
 * Convolution along a sequence, plus bias and activation:
 * [batch, length, channels] → [batch, length', filters].
 *
 * @example
 * layers.conv1d({ filters: 16, kernelSize: 3, padding: "causal" })
 */
export function conv1d<const F extends number>(
  config: Conv1DConfig & { readonly filters: F },
): Conv1D & Typed<WindowRule<1, F>, "conv1d"> {
  return new Conv1D(config);
}
