import { ops, scalar, type Tensor, Variable } from "@antler/core";
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

/** Options of {@link Nadam}. */
export interface NadamOptions extends OptimizerOptions {
  /** Decay of the mean of gradients; default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay of the mean of squared gradients; default 0.999. */
  readonly beta2?: number | undefined;
  /** Keeps the quotient finite; default 1e-7. */
  readonly epsilon?: number | undefined;
}

interface Scalars extends StepScalars {
  /** What the sum that stands for the mean of gradients is multiplied by. */
  readonly alpha: Tensor;
  /** What the gradient is multiplied by. */
  readonly ahead: Tensor;
  /** Keeps the quotient finite, scaled like the root of the sum that stands for the mean square. */
  readonly floor: Tensor;
}

/** Adam with Nesterov's look-ahead (Dozat, 2015). Default learning rate 0.001. */
export class Nadam extends Optimizer<Scalars> {
  static readonly className = "Nadam";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** The product of all momenta so far. */
  #product: Variable | undefined;

  constructor(options: NadamOptions = {}) {
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
    this.#product ??= this.addState(new Variable(1, { name: "variable", trainable: false }));
  }

  protected override prepare({ rate, step }: StepScalars): Scalars {
    const momentumAt = (at: Tensor) =>
      ops.subtract(1, ops.power(0.96, at).multiply(0.5)).multiply(this.beta1);
    const slot = this.#product as Variable;
    const [present, next] = [momentumAt(step), momentumAt(step.add(1))];
    const product = slot.read().multiply(present);
    this.assign(slot, product);
    const one = scalar(1);
    // Both hats share the root of the bias correction of the mean square.
    const root = one.subtract(ops.power(this.beta2, step)).sqrt();
    const scaled = rate.multiply(root).divide(Math.sqrt(1 - this.beta2));
    const alpha = scaled
      .multiply(1 - this.beta1)
      .multiply(next)
      .divide(one.subtract(product.multiply(next)));
    const ahead = scaled.multiply(one.subtract(present)).divide(one.subtract(product));
    const floor = root.multiply(this.epsilon / Math.sqrt(1 - this.beta2));
    return { rate, step, alpha, ahead, floor };
  }

  protected override update(
    weight: Tensor,
    gradient: Tensor,
    slots: Slots,
    { alpha, ahead, floor }: Scalars,
  ): Tensor {
    const momentum = this.advance(slots.momentum, gradient);
    const velocity = this.advance(slots.velocity, ops.square(gradient));
    const step = momentum.multiply(alpha).add(gradient.multiply(ahead));
    return weight.subtract(step.divide(velocity.sqrt().add(floor)));
  }
}
