import { ops, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { checkNumber } from "../checks.js";

/** Options of {@link leakyReLU}. */
export interface LeakyReLUConfig extends LayerConfig {
  /** Slope below 0. Default 0.3. */
  readonly negativeSlope?: number | undefined;
}

/** See {@link leakyReLU}. */
export class LeakyReLU extends Layer {
  static readonly className = "LeakyReLU";
  readonly negativeSlope: number;

  constructor(config: LeakyReLUConfig = {}) {
    super(config);
    this.negativeSlope = checkNumber(config.negativeSlope ?? 0.3, "negativeSlope", this.name);
    this.supportsMasking = true;
    this.inputSpecs = [{}];
  }

  override call(x: Tensor): Tensor {
    return ops.leakyRelu(x, { negativeSlope: this.negativeSlope });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), negativeSlope: this.negativeSlope };
  }
}

/** x above 0, negativeSlope · x below. Any shape, kept. */
export function leakyReLU(
  config: LeakyReLUConfig = {},
): LeakyReLU & Typed<IdentityRule, "leakyReLU"> {
  return new LeakyReLU(config);
}
