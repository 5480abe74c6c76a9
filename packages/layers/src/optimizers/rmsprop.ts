import { ops, type Tensor, type Variable } from "@antler/core";
import { moveToward } from "./adam.js";
import {
  checkNumber,
  Optimizer,
  type OptimizerOptions,
  type Slots,
  type StepScalars,
  zerosSlot,
} from "./optimizer.js";

export interface RmspropOptions extends OptimizerOptions {
  /** Decay of the mean of squared gradients; default 0.9. */
  readonly rho?: number | undefined;
  /** Share of the last step that carries on; default 0. */
  readonly momentum?: number | undefined;
  /** Keeps the quotient finite; default 1e-7. */
  readonly epsilon?: number | undefined;
  /** Divides by the variance of gradients in place of their mean square; default false. */
  readonly centered?: boolean | undefined;
}

/** RMSprop (Hinton, 2012). Default learning rate 0.001. */
export class Rmsprop extends Optimizer {
  readonly rho: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly centered: boolean;

  constructor(options: RmspropOptions = {}) {
    super("rmsprop", 0.001, options);
    this.rho = options.rho ?? 0.9;
    this.momentum = options.momentum ?? 0;
    this.epsilon = options.epsilon ?? 1e-7;
    this.centered = options.centered ?? false;
    checkNumber(this.name, "rho", this.rho, (rho) => rho >= 0 && rho <= 1, "a number in [0, 1]");
    checkNumber(
      this.name,
      "momentum",
      this.momentum,
      (m) => m >= 0 && m <= 1,
      "a number in [0, 1]",
    );
    checkNumber(this.name, "epsilon", this.epsilon, (value) => value >= 0, "a number ≥ 0");
  }

  protected override createSlots(variable: Variable): Slots {
    return {
      velocity: zerosSlot(variable, "velocity"),
      ...(this.momentum > 0 ? { momentum: zerosSlot(variable, "momentum") } : {}),
      ...(this.centered ? { averageGradient: zerosSlot(variable, "averageGradient") } : {}),
    };
  }

  protected override prepare(scalars: StepScalars): StepScalars {
    return scalars;
  }

  protected override update(
    weight: Tensor,
    gradient: Tensor,
    slots: Slots,
    { rate }: StepScalars,
  ): Tensor {
    const share = 1 - this.rho;
    let spread = moveToward(slots.velocity as Variable, ops.square(gradient), share);
    if (slots.averageGradient !== undefined) {
      const average = moveToward(slots.averageGradient, gradient, share);
      spread = spread.subtract(ops.square(average));
    }
    const step = gradient.multiply(rate).divide(spread.add(this.epsilon).sqrt());
    if (slots.momentum === undefined) return weight.subtract(step);
    const momentum = slots.momentum.read().multiply(this.momentum).add(step);
    slots.momentum.assign(momentum);
    return weight.subtract(momentum);
  }
}
