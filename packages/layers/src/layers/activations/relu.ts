import type { Tensor } from "@antler/core";
import { relu as activate } from "../../activations/relu.js";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { checkNumber } from "../checks.js";

/** Options of {@link relu}. */
export interface ReLUConfig extends LayerConfig {
  /** Largest value of the result, ≥ 0. Default: none. */
  readonly maxValue?: number | null | undefined;
  /** Slope below the threshold, ≥ 0. Default 0. */
  readonly negativeSlope?: number | null | undefined;
  /** Values up to it are cut, ≥ 0. Default 0. */
  readonly threshold?: number | null | undefined;
}

/** See {@link relu}. */
export class ReLU extends Layer {
  static readonly className = "ReLU";
  readonly maxValue: number | null;
  readonly negativeSlope: number;
  readonly threshold: number;

  constructor(config: ReLUConfig = {}) {
    super(config);
    const check = (value: number, option: string): number =>
      checkNumber(value, option, this.name, { least: 0 });
    const { maxValue = null } = config;
    this.maxValue = maxValue === null ? null : check(maxValue, "maxValue");
    this.negativeSlope = check(config.negativeSlope ?? 0, "negativeSlope");
    this.threshold = check(config.threshold ?? 0, "threshold");
    this.supportsMasking = true;
    this.inputSpecs = [{}];
  }

  override call(x: Tensor): Tensor {
    const { maxValue, negativeSlope, threshold } = this;
    return activate(x, { maxValue, negativeSlope, threshold });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { maxValue, negativeSlope, threshold } = this;
    return { ...super.getConfig(), maxValue, negativeSlope, threshold };
  }
}

/**
 * x above the threshold, up to maxValue; negativeSlope · (x − threshold) below it. Any shape, kept.
 */
export function relu(config: ReLUConfig = {}): ReLU & Typed<IdentityRule, "relu"> {
  return new ReLU(config);
}
