import { ops, type Tensor, type Variable } from "@antler/core";
import {
  checkNumber,
  isNonNegative,
  isShare,
  nonNegativeRange,
  shareRange,
} from "../base/checks.js";
import { Optimizer, type StepScalars } from "./optimizer.js";
import type { OptimizerOptions } from "./options.js";
import type { Slots } from "./slots.js";

/** Options of {@link Adadelta}. */
export interface AdadeltaOptions extends OptimizerOptions {
  /** Decay of both means; default 0.95. */
  readonly rho?: number | undefined;
  /** Keeps the quotient finite; default 1e-7. */
  readonly epsilon?: number | undefined;
}

/**
 * Adadelta (Zeiler, 2012): steps as long as recent steps were. Default learning rate 0.001; that of
 * the paper is 1.
 */
export class Adadelta extends Optimizer {
  static readonly className = "Adadelta";
  readonly rho: number;
  readonly epsilon: number;

  constructor(options: AdadeltaOptions = {}) {
    const { rho = 0.95, epsilon = 1e-7 } = options;
    super(options, 0.001, { rho, epsilon });
    checkNumber(this.name, "rho", rho, isShare, shareRange);
    checkNumber(this.name, "epsilon", epsilon, isNonNegative, nonNegativeRange);
    this.rho = rho;
    this.epsilon = epsilon;
  }

  protected override createSlots(weights: readonly Variable[]): void {
    this.addSlots(weights, { accumulatedGrad: {}, accumulatedDeltaVar: {} });
  }

  protected override update(
    weight: Tensor,
    gradient: Tensor,
    slots: Slots,
    { rate }: StepScalars,
  ): Tensor {
    const gradients = slots.accumulatedGrad as Variable;
    const deltas = slots.accumulatedDeltaVar as Variable;
    const spread = this.#mean(gradients, gradient);
    const step = deltas
      .read()
      .add(this.epsilon)
      .sqrt()
      .multiply(gradient)
      .divide(spread.add(this.epsilon).sqrt());
    this.assign(gradients, spread);
    this.assign(deltas, this.#mean(deltas, step));
    return weight.subtract(step.multiply(rate));
  }

  #mean(slot: Variable, value: Tensor): Tensor {
    return slot
      .read()
      .multiply(this.rho)
      .add(ops.square(value).multiply(1 - this.rho));
  }
}
