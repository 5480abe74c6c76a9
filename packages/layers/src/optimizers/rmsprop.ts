import { ops, type Tensor, type Variable } from "@antler/core";
import {
  checkNumber,
  decayRange,
  isDecay,
  isNonNegative,
  isShare,
  nonNegativeRange,
  shareRange,
} from "../base/checks.js";
import { Optimizer, type StepScalars } from "./optimizer.js";
import type { OptimizerOptions } from "./options.js";
import type { Slots } from "./slots.js";

/** Options of {@link RMSprop}. */
export interface RMSpropOptions extends OptimizerOptions {
  /** Decay of the mean of squared gradients; default 0.9. */
  readonly rho?: number | undefined;
  /** Share of the last step that carries on; default 0. */
  readonly momentum?: number | undefined;
  /** Keeps the quotient finite; default 1e-7. */
  readonly epsilon?: number | undefined;
  /** Divides by the variance of gradients in place of their mean square; default false. */
  readonly centered?: boolean | undefined;
}

interface Scalars extends StepScalars {
  /** The learning rate over √(1 − ρ), since the mean is kept as a sum. */
  readonly scaled: Tensor;
}

/** RMSprop (Hinton, 2012). Default learning rate 0.001. */
export class RMSprop extends Optimizer<Scalars> {
  static readonly className = "RMSprop";
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;

  constructor(options: RMSpropOptions = {}) {
    const { rho = 0.9, momentum = 0, epsilon = 1e-7, centered = false } = options;
    super(options, 0.001, { rho, momentum, epsilon, centered });
    checkNumber(this.name, "rho", rho, isDecay, decayRange);
    checkNumber(this.name, "momentum", momentum, isShare, shareRange);
    checkNumber(this.name, "epsilon", epsilon, isNonNegative, nonNegativeRange);
    this.rho = rho;
    this.momentum = momentum;
    this.epsilon = epsilon;
    this.centered = centered;
  }

  protected override createSlots(weights: readonly Variable[]): void {
    this.addSlots(weights, { velocity: { mean: this.rho } });
    if (this.momentum > 0) this.addSlots(weights, { momentum: {} });
    if (this.centered) this.addSlots(weights, { averageGradient: { mean: this.rho } });
  }

  protected override prepare(scalars: StepScalars): Scalars {
    return { ...scalars, scaled: scalars.rate.divide(Math.sqrt(1 - this.rho)) };
  }

  protected override update(
    weight: Tensor,
    gradient: Tensor,
    slots: Slots,
    { scaled }: Scalars,
  ): Tensor {
    const share = 1 - this.rho;
    // v = share · sum: the square root of share is part of the learning rate.
    let spread = this.advance(slots.velocity, ops.square(gradient));
    if (slots.averageGradient !== undefined) {
      const sum = this.advance(slots.averageGradient, gradient);
      spread = spread.subtract(ops.square(sum).multiply(share));
    }
    const step = gradient.multiply(scaled).divide(spread.add(this.epsilon / share).sqrt());
    if (slots.momentum === undefined) return weight.subtract(step);
    const momentum = slots.momentum.read().multiply(this.momentum).add(step);
    this.assign(slots.momentum, momentum);
    return weight.subtract(momentum);
  }
}
