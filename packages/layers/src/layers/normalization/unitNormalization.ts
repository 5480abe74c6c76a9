import { ops, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";

/** Options of {@link unitNormalization}. */
export interface UnitNormalizationConfig extends LayerConfig {
  /** The axis, or axes, along which the length becomes 1. Default −1. */
  readonly axis?: number | readonly number[] | undefined;
}

/** See {@link unitNormalization}. */
export class UnitNormalization extends Layer {
  static readonly className = "UnitNormalization";
  readonly axis: number | readonly number[];

  constructor(config: UnitNormalizationConfig = {}) {
    super(config);
    this.axis = config.axis ?? -1;
    this.supportsMasking = true;
    this.inputSpecs = [{ minNdim: 1 }];
  }

  override call(x: Tensor): Tensor {
    return ops.normalize(x, this.axis, { epsilon: 1e-12 });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), axis: this.axis };
  }
}

/** Scales to length 1 along `axis`: x / √Σx². Any shape, kept. */
export function unitNormalization(
  config: UnitNormalizationConfig = {},
): UnitNormalization & Typed<IdentityRule, "unitNormalization"> {
  return new UnitNormalization(config);
}
