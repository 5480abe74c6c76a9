import { ops, type Tensor } from "@antler/core";
import type { CallOptions } from "../../base/layer.js";
import type { GlobalPoolRule, Typed } from "../../types/shapes.js";
import { GlobalPooling, type GlobalPoolingConfig } from "./global.js";

/** Options of {@link globalAveragePooling1d}. */
export type GlobalAveragePooling1DConfig = GlobalPoolingConfig;

/** See {@link globalAveragePooling1d}. */
export class GlobalAveragePooling1D extends GlobalPooling {
  static readonly className = "GlobalAveragePooling1D";

  constructor(config: GlobalAveragePooling1DConfig = {}) {
    super(config, 1);
    this.supportsMasking = true;
  }

  protected override reduce(x: Tensor, axes: readonly number[], { mask }: CallOptions): Tensor {
    const { keepdims } = this;
    if (mask === undefined) return ops.mean(x, axes, { keepdims });
    const channels = this.dataFormat === "channels_last" ? 2 : 1;
    const counted = ops.expandDims(ops.cast(mask, "bool"), channels);
    const sum = ops.sum(ops.where(counted, x, 0), axes, { keepdims });
    return ops.divide(sum, ops.sum(ops.cast(counted, x.dtype), axes, { keepdims }));
  }

  /** The steps are gone. */
  override computeMask(): undefined {}
}

/** Mean over the steps of a sequence, of those that the mask counts: [batch, length, channels] → [batch, channels]. */
export function globalAveragePooling1d(
  config: GlobalAveragePooling1DConfig = {},
): GlobalAveragePooling1D & Typed<GlobalPoolRule<1>, "globalAveragePooling1d"> {
  return new GlobalAveragePooling1D(config);
}
