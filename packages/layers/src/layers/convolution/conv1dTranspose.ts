import type { Typed, WindowRule } from "../../types/shapes.js";
import { ConvTranspose, type ConvTransposeConfig } from "./conv-transpose.js";

/** Options of {@link conv1dTranspose}. */
export type Conv1DTransposeConfig = ConvTransposeConfig<1>;

/** See {@link conv1dTranspose}. */
export class Conv1DTranspose extends ConvTranspose<1> {
  static readonly className = "Conv1DTranspose";

  constructor(config: Conv1DTransposeConfig) {
    super(config, 1);
  }
}

/**
 * Transposed convolution along a sequence (the way back through a convolution: strides enlarge),
 * plus bias and activation: [batch, length, channels] → [batch, length', filters].
 */
export function conv1dTranspose<const F extends number>(
  config: Conv1DTransposeConfig & { readonly filters: F },
): Conv1DTranspose & Typed<WindowRule<1, F>, "conv1dTranspose"> {
  return new Conv1DTranspose(config);
}
