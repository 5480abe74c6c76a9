import { ops, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";

/** Options of {@link masking}. */
export interface MaskingConfig extends LayerConfig {
  /** A step whose features all are this does not count. Default 0. */
  readonly maskValue?: number | undefined;
}

/** See {@link masking}. */
export class Masking extends Layer {
  static readonly className = "Masking";
  readonly maskValue: number;

  constructor(config: MaskingConfig = {}) {
    super(config);
    this.maskValue = config.maskValue ?? 0;
    this.supportsMasking = true;
    this.inputSpecs = [{ minNdim: 2, layout: "[batch, time, ...]" }];
  }

  override call(x: Tensor): Tensor {
    return ops.multiply(x, ops.cast(this.#counts(x, true), x.dtype));
  }

  override computeMask(x: Tensor): Tensor {
    return this.#counts(x, false);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), maskValue: this.maskValue };
  }

  #counts(x: Tensor, keepdims: boolean): Tensor {
    const differs = ops.cast(ops.notEqual(x, this.maskValue), "int32");
    return ops.cast(ops.max(differs, -1, { keepdims }), "bool");
  }
}

/**
 * Marks steps that do not count: [batch, time, features], kept; steps whose features all equal
 * `maskValue` become 0 and are left out by layers, losses and metrics behind.
 */
export function masking(config: MaskingConfig = {}): Masking & Typed<IdentityRule, "masking"> {
  return new Masking(config);
}
