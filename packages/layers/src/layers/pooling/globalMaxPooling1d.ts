import { ops, type Tensor } from "@antler/core";
import type { GlobalPoolRule, Typed } from "../../types/shapes.js";
import { GlobalPooling, type GlobalPoolingConfig } from "./global.js";

/** Options of {@link globalMaxPooling1d}. */
export type GlobalMaxPooling1DConfig = GlobalPoolingConfig;

/** See {@link globalMaxPooling1d}. */
export class GlobalMaxPooling1D extends GlobalPooling {
  static readonly className = "GlobalMaxPooling1D";

  constructor(config: GlobalMaxPooling1DConfig = {}) {
    super(config, 1);
  }

  protected override reduce(x: Tensor, axes: readonly number[]): Tensor {
    return ops.max(x, axes, { keepdims: this.keepdims });
  }
}

/** Largest value over the steps of a sequence: [batch, length, channels] → [batch, channels]. */
export function globalMaxPooling1d(
  config: GlobalMaxPooling1DConfig = {},
): GlobalMaxPooling1D & Typed<GlobalPoolRule<1>, "globalMaxPooling1d"> {
  return new GlobalMaxPooling1D(config);
}
