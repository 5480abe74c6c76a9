import { ops, type Tensor } from "@antler/core";
import { Constraint } from "./constraint.js";
import { type AxisOption, norms, rescale } from "./norm.js";

export interface MinMaxNormOptions extends AxisOption {
  /** Default 0. */
  readonly minValue?: number | undefined;
  /** Default 1. */
  readonly maxValue?: number | undefined;
  /** How far a norm goes towards its range at each step, 1 all the way. Default 1. */
  readonly rate?: number | undefined;
}

/** See {@link minMaxNorm}. */
export class MinMaxNorm extends Constraint {
  static readonly className = "MinMaxNorm";
  readonly minValue: number;
  readonly maxValue: number;
  readonly rate: number;
  readonly axis: number | readonly number[];

  constructor({ minValue = 0, maxValue = 1, rate = 1, axis = 0 }: MinMaxNormOptions = {}) {
    super();
    this.minValue = minValue;
    this.maxValue = maxValue;
    this.rate = rate;
    this.axis = axis;
  }

  override call(weight: Tensor): Tensor {
    const { minValue, maxValue, rate, axis } = this;
    const present = norms(weight, axis);
    const inRange = ops.minimum(ops.maximum(present, minValue), maxValue);
    const desired = ops.add(ops.multiply(inRange, rate), ops.multiply(present, 1 - rate));
    return rescale(weight, present, desired);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { minValue, maxValue, rate, axis } = this;
    return { minValue, maxValue, rate, axis };
  }
}

/** Norms from `minValue` to `maxValue`. */
export function minMaxNorm(options?: MinMaxNormOptions): MinMaxNorm {
  return new MinMaxNorm(options);
}
