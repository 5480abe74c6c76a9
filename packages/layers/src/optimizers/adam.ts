import { ops, type Tensor, type Variable } from "@antler/core";
import {
  checkNumber,
  Optimizer,
  type OptimizerOptions,
  type Slots,
  type StepScalars,
  zerosSlot,
} from "./optimizer.js";

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
  /** The learning rate with both bias corrections. */
  readonly alpha: Tensor;
}

/** Adam (Kingma and Ba, 2014). Default learning rate 0.001. */
export class Adam extends Optimizer<AdamScalars> {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly amsgrad: boolean;

  constructor(options: AdamOptions = {}, name = "adam") {
    super(name, 0.001, options);
    this.beta1 = options.beta1 ?? 0.9;
    this.beta2 = options.beta2 ?? 0.999;
    this.epsilon = options.epsilon ?? 1e-7;
    this.amsgrad = options.amsgrad ?? false;
    const isDecay = (beta: number) => beta >= 0 && beta < 1;
    checkNumber(this.name, "beta1", this.beta1, isDecay, "a number in [0, 1)");
    checkNumber(this.name, "beta2", this.beta2, isDecay, "a number in [0, 1)");
    checkNumber(this.name, "epsilon", this.epsilon, (value) => value >= 0, "a number ≥ 0");
  }

  protected override createSlots(variable: Variable): Slots {
    return {
      momentum: zerosSlot(variable, "momentum"),
      velocity: zerosSlot(variable, "velocity"),
      ...(this.amsgrad ? { velocityHat: zerosSlot(variable, "velocityHat") } : {}),
    };
  }

  protected override prepare({ rate, step }: StepScalars): AdamScalars {
    const correction1 = ops.subtract(1, ops.power(this.beta1, step));
    const correction2 = ops.subtract(1, ops.power(this.beta2, step));
    return { rate, step, alpha: rate.multiply(correction2.sqrt()).divide(correction1) };
  }

  protected override update(
    weight: Tensor,
    gradient: Tensor,
    slots: Slots,
    { alpha }: AdamScalars,
  ): Tensor {
    const momentum = moveToward(slots.momentum as Variable, gradient, 1 - this.beta1);
    let velocity = moveToward(slots.velocity as Variable, ops.square(gradient), 1 - this.beta2);
    if (slots.velocityHat !== undefined) {
      velocity = velocity.maximum(slots.velocityHat);
      slots.velocityHat.assign(velocity);
    }
    const step = momentum.multiply(alpha).divide(velocity.sqrt().add(this.epsilon));
    return weight.subtract(step);
  }
}

/** slot += (target − slot) · share, and the new value. */
export function moveToward(slot: Variable, target: Tensor, share: number): Tensor {
  const old = slot.read();
  const moved = old.add(target.subtract(old).multiply(share));
  slot.assign(moved);
  return moved;
}
