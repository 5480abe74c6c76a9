import { ops, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { checkNumber } from "../checks.js";

/** Options of {@link activityRegularization}. */
export interface ActivityRegularizationConfig extends LayerConfig {
  /** Factor of the sum of absolute values. Default 0. */
  readonly l1?: number | undefined;
  /** Factor of the sum of squares. Default 0. */
  readonly l2?: number | undefined;
}

/** See {@link activityRegularization}. */
export class ActivityRegularization extends Layer {
  static readonly className = "ActivityRegularization";
  readonly l1: number;
  readonly l2: number;

  constructor(config: ActivityRegularizationConfig = {}) {
    super({ ...config, activityRegularizer: (y) => this.#sizeOf(y) });
    this.l1 = checkNumber(config.l1 ?? 0, "l1", this.name);
    this.l2 = checkNumber(config.l2 ?? 0, "l2", this.name);
    this.supportsMasking = true;
    this.inputSpecs = [{}];
  }

  override call(x: Tensor): Tensor {
    return x;
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { activityRegularizer: _, ...config } = super.getConfig();
    return { ...config, l1: this.l1, l2: this.l2 };
  }

  #sizeOf(y: Tensor): Tensor {
    const absolute = ops.multiply(ops.sum(ops.abs(y)), this.l1);
    return ops.add(absolute, ops.multiply(ops.sum(ops.square(y)), this.l2));
  }
}

/** Its input, whose size (l1 · Σ|x| + l2 · Σx², per sample) adds to the loss. Any shape. */
export function activityRegularization(
  config: ActivityRegularizationConfig = {},
): ActivityRegularization & Typed<IdentityRule, "activityRegularization"> {
  return new ActivityRegularization(config);
}
