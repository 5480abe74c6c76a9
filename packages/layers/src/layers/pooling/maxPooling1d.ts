import { ops, type Tensor } from "@antler/core";
import type { Typed, WindowRule } from "../../types/shapes.js";
import { Pooling, type PoolingConfig } from "./window.js";

/** Options of {@link maxPooling1d}. */
export type MaxPooling1DConfig = PoolingConfig<1>;

/** See {@link maxPooling1d}. */
export class MaxPooling1D extends Pooling<1> {
  static readonly className = "MaxPooling1D";

  constructor(config: MaxPooling1DConfig = {}) {
    super(config, 1);
  }

  protected override pool(x: Tensor): Tensor {
    return ops.maxPool(x, this.poolSize, { strides: this.strides, padding: this.padding });
  }
}

/** Largest value of each window: [batch, length, channels] → [batch, length', channels]. */
export function maxPooling1d(
  config: MaxPooling1DConfig = {},
): MaxPooling1D & Typed<WindowRule<1, "same">, "maxPooling1d"> {
  return new MaxPooling1D(config);
}
