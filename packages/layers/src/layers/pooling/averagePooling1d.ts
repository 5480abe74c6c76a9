import { ops, type Tensor } from "@antler/core";
import type { Typed, WindowRule } from "../../types/shapes.js";
import { Pooling, type PoolingConfig } from "./window.js";

/** Options of {@link averagePooling1d}. */
export type AveragePooling1DConfig = PoolingConfig<1>;

/** See {@link averagePooling1d}. */
export class AveragePooling1D extends Pooling<1> {
  static readonly className = "AveragePooling1D";

  constructor(config: AveragePooling1DConfig = {}) {
    super(config, 1);
  }

  protected override pool(x: Tensor): Tensor {
    return ops.averagePool(x, this.poolSize, { strides: this.strides, padding: this.padding });
  }
}

/** Mean of each window, padding not counted: [batch, length, channels] → [batch, length', channels]. */
export function averagePooling1d(
  config: AveragePooling1DConfig = {},
): AveragePooling1D & Typed<WindowRule<1, "same">, "averagePooling1d"> {
  return new AveragePooling1D(config);
}
