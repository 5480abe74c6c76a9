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
import type { Slots } from "./slots.js";

/** Options of {@link Adamax}. */
export interface AdamaxOptions extends OptimizerOptions {
  /** Decay of the mean of gradients; default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay of the largest gradient; default 0.999. */
  readonly beta2?: number | undefined;
  /** Keeps the quotient finite; default 1e-7. */
  readonly epsilon?: number | undefined;
}

interface Scalars extends StepScalars {
  /** The learning rate with the bias correction, for a mean that is kept as a sum. */
  readonly alpha: Tensor;
}

/** Adam by the largest gradient in place of the mean square (Kingma and Ba, 2014, section 7). */
export class Adamax extends Optimizer<Scalars> {
  static readonly className = "Adamax";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;

  constructor(options: AdamaxOptions = {}) {
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = options;
    super(options, 0.001, { beta1, beta2, epsilon });
    checkNumber(this.name, "beta1", beta1, isDecay, decayRange);
    checkNumber(this.name, "beta2", beta2, isDecay, decayRange);
    checkNumber(this.name, "epsilon", epsilon, isNonNegative, nonNegativeRange);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  protected override createSlots(weights: readonly Variable[]): void {
    this.addSlots(weights, { momentum: { mean: this.beta1 }, norm: {} });
  }

  protected override prepare({ rate, step }: StepScalars): Scalars {
    const correction = ops.subtract(1, ops.power(this.beta1, step));
    return { rate, step, alpha: rate.multiply(1 - this.beta1).divide(correction) };
  }

  protected override update(
    weight: Tensor,
    gradient: Tensor,
    slots: Slots,
    { alpha }: Scalars,
  ): Tensor {
    const slot = slots.norm as Variable;
    const momentum = this.advance(slots.momentum, gradient);
    const norm = slot.read().multiply(this.beta2).maximum(gradient.abs());
    this.assign(slot, norm);
    return weight.subtract(momentum.multiply(alpha).divide(norm.add(this.epsilon)));
  }
}
