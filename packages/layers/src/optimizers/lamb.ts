import { ops, scalar, type Tensor, type Variable } from "@antler/core";
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

/** Options of {@link Lamb}. */
export interface LambOptions extends OptimizerOptions {
  /** Decay of the mean of gradients; default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay of the mean of squared gradients; default 0.999. */
  readonly beta2?: number | undefined;
  /** Keeps the quotient finite; default 1e-7. */
  readonly epsilon?: number | undefined;
}

interface Scalars extends StepScalars {
  /** Both bias corrections, for means that are kept as sums. */
  readonly alpha: Tensor;
  /** Keeps the quotient finite, scaled like the root of the sum that stands for the mean square. */
  readonly floor: Tensor;
}

/** Adam with steps as long as the weight is (You et al., 2019). Default learning rate 0.001. */
export class Lamb extends Optimizer<Scalars> {
  static readonly className = "Lamb";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;

  constructor(options: LambOptions = {}) {
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
    this.addSlots(weights, { momentum: { mean: this.beta1 }, velocity: { mean: this.beta2 } });
  }

  protected override prepare({ rate, step }: StepScalars): Scalars {
    const correct = (beta: number) =>
      scalar(1)
        .subtract(ops.power(beta, step))
        .divide(1 - beta);
    // The root of v̂ = sum / correction: the root of the correction goes into the other scalars.
    const root = correct(this.beta2).sqrt();
    return {
      rate,
      step,
      alpha: root.divide(correct(this.beta1)),
      floor: root.multiply(this.epsilon),
    };
  }

  protected override update(
    weight: Tensor,
    gradient: Tensor,
    slots: Slots,
    { rate, alpha, floor }: Scalars,
  ): Tensor {
    const momentum = this.advance(slots.momentum, gradient);
    const velocity = this.advance(slots.velocity, ops.square(gradient));
    const direction = momentum.multiply(alpha).divide(velocity.sqrt().add(floor));
    const [length, norm] = [ops.square(weight).sum().sqrt(), ops.square(direction).sum().sqrt()];
    const usable = length.greater(0).logicalAnd(norm.greater(0));
    const ratio = ops.where(usable, length.divide(ops.where(usable, norm, 1)), 1);
    return weight.subtract(direction.multiply(ratio.multiply(rate)));
  }
}
