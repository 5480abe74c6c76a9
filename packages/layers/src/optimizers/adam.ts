import { ops, type Tensor, type Variable } from "@antler/core";
import {
  checkNumber,
  decayRange,
  isDecay,
  isNonNegative,
  nonNegativeRange,
} from "../base/checks.js";
import { Optimizer, type StepScalars } from "./optimizer.js";
import type { OptimizerOptions } from "./options.js";
import type { RunningMean, Slots } from "./slots.js";

/** Options of {@link Adam}. */
export interface AdamOptions extends OptimizerOptions {
  /** Decay of the mean of gradients; default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay of the mean of squared gradients; default 0.999. */
  readonly beta2?: number | undefined;
  /** Keeps the quotient finite; default 1e-7. */
  readonly epsilon?: number | undefined;
  /** Divides by the largest mean of squares so far; default false. */
  readonly amsgrad?: boolean | undefined;
}

interface AdamScalars extends StepScalars {
  /** The learning rate with both bias corrections, for means that are kept as sums. */
  readonly alpha: Tensor;
}

/**
 * Adam (Kingma and Ba, 2014). Default learning rate 0.001.
 *
 * Both means are kept as sums (m = (1 − β₁)·sum), which leaves ten operations on the whole array; the
 * factors go into the step's scalar and into epsilon.
 */
export class Adam extends Optimizer<AdamScalars> {
  static readonly className: string = "Adam";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;

  constructor(options: AdamOptions = {}) {
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, amsgrad = false } = options;
    super(options, 0.001, { beta1, beta2, epsilon, amsgrad });
    checkNumber(this.name, "beta1", beta1, isDecay, decayRange);
    checkNumber(this.name, "beta2", beta2, isDecay, decayRange);
    checkNumber(this.name, "epsilon", epsilon, isNonNegative, nonNegativeRange);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.amsgrad = amsgrad;
  }

  protected override createSlots(weights: readonly Variable[]): void {
    this.addSlots(weights, { momentum: { mean: this.beta1 }, velocity: { mean: this.beta2 } });
    if (this.amsgrad) this.addSlots(weights, { velocityHat: { mean: this.beta2 } });
  }

  protected override prepare({ rate, step }: StepScalars): AdamScalars {
    const { beta1, beta2 } = this;
    const correction1 = ops.subtract(1, ops.power(beta1, step));
    const correction2 = ops.subtract(1, ops.power(beta2, step));
    const scale = (1 - beta1) / Math.sqrt(1 - beta2);
    const alpha = rate.multiply(correction2.sqrt()).divide(correction1).multiply(scale);
    return { rate, step, alpha };
  }

  protected override update(
    weight: Tensor,
    gradient: Tensor,
    slots: Slots,
    { alpha }: AdamScalars,
  ): Tensor {
    const momentum = this.advance(slots.momentum, gradient);
    let velocity = this.advance(slots.velocity, ops.square(gradient));
    if (slots.velocityHat !== undefined) {
      const { total } = slots.velocityHat as RunningMean;
      velocity = velocity.maximum(total);
      this.assign(total, velocity);
    }
    const spread = velocity.sqrt().add(this.epsilon / Math.sqrt(1 - this.beta2));
    return weight.subtract(momentum.multiply(alpha).divide(spread));
  }
}
