import { ops, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { checkNumber } from "../checks.js";

/** One number for all, or one for each channel. */
type Factors = number | readonly number[];

/** Options of {@link rescaling}. */
export interface RescalingConfig extends LayerConfig {
  readonly scale: Factors;
  /** Default 0. */
  readonly offset?: Factors | undefined;
}

/** See {@link rescaling}. */
export class Rescaling extends Layer {
  static readonly className = "Rescaling";
  readonly scale: Factors;
  readonly offset: Factors;

  constructor(config: RescalingConfig) {
    super(config);
    const { scale, offset = 0 } = config;
    for (const [option, value] of Object.entries({ scale, offset })) {
      for (const number of Array.isArray(value) ? value : [value]) {
        checkNumber(number, option, this.name);
      }
    }
    this.scale = scale;
    this.offset = offset;
    this.inputSpecs = [{}];
  }

  override call(x: Tensor): Tensor {
    const [input, scale, offset] = [x, this.scale, this.offset].map((value) =>
      ops.cast(value, this.computeDtype),
    ) as [Tensor, Tensor, Tensor];
    return ops.add(ops.multiply(input, scale), offset);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), scale: this.scale, offset: this.offset };
  }
}

/** x · scale + offset, as floats; factors per channel stand along the last axis. Any shape, kept. */
export function rescaling(config: RescalingConfig): Rescaling & Typed<IdentityRule, "rescaling"> {
  return new Rescaling(config);
}
