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
    super(config);
    this.l1 = checkNumber(config.l1 ?? 0, "l1", this.name);
    this.l2 = checkNumber(config.l2 ?? 0, "l2", this.name);
    this.supportsMasking = true;
    this.inputSpecs = [{}];
  }

  override call(x: Tensor): Tensor {
    const absolute = ops.multiply(ops.sum(ops.abs(x)), this.l1);
    this.addLoss(ops.add(absolute, ops.multiply(ops.sum(ops.square(x)), this.l2)));
    return x;
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), l1: this.l1, l2: this.l2 };
  }
}

/** Its input, whose size (l1 · Σ|x| + l2 · Σx²) adds to the loss. Any shape. */
export function activityRegularization(
  config: ActivityRegularizationConfig = {},
): ActivityRegularization & Typed<IdentityRule, "activityRegularization"> {
  return new ActivityRegularization(config);
}
