import { ops, type Tensor } from "@antler/core";
import { Constraint } from "./constraint.js";
import { type AxisOption, norms, rescale } from "./norm.js";

export interface MaxNormOptions extends AxisOption {
  /** Default 2. */
  readonly maxValue?: number | undefined;
}

/** See {@link maxNorm}. */
export class MaxNorm extends Constraint {
  static readonly className = "MaxNorm";
  readonly maxValue: number;
  readonly axis: number | readonly number[];

  constructor({ maxValue = 2, axis = 0 }: MaxNormOptions = {}) {
    super();
    this.maxValue = maxValue;
    this.axis = axis;
  }

  override call(weight: Tensor): Tensor {
    const present = norms(weight, this.axis);
    return rescale(weight, present, ops.minimum(present, this.maxValue));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { maxValue: this.maxValue, axis: this.axis };
  }
}

/** Norms of at most `maxValue`. */
export function maxNorm(options?: MaxNormOptions): MaxNorm {
  return new MaxNorm(options);
}
