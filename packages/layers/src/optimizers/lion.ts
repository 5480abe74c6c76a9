import type { Tensor, Variable } from "@antler/core";
import { checkNumber, isShare, shareRange } from "../base/checks.js";
import { Optimizer, type StepScalars } from "./optimizer.js";
import type { OptimizerOptions } from "./options.js";
import type { Slots } from "./slots.js";

/** Options of {@link Lion}. */
export interface LionOptions extends OptimizerOptions {
  /** Share of the momentum in the direction of a step, in (0, 1]; default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay of the momentum; default 0.99. */
  readonly beta2?: number | undefined;
}

/** Lion (Chen et al., 2023): steps by the sign alone. Default learning rate 0.001. */
export class Lion extends Optimizer {
  static readonly className = "Lion";
  readonly beta1: number;
  readonly beta2: number;

  constructor(options: LionOptions = {}) {
    const { beta1 = 0.9, beta2 = 0.99 } = options;
    super(options, 0.001, { beta1, beta2 });
    checkNumber(this.name, "beta1", beta1, (b) => b > 0 && b <= 1, "a number in (0, 1]");
    checkNumber(this.name, "beta2", beta2, isShare, shareRange);
    this.beta1 = beta1;
    this.beta2 = beta2;
  }

  protected override createSlots(weights: readonly Variable[]): void {
    this.addSlots(weights, { momentum: {} });
  }

  protected override update(
    weight: Tensor,
    gradient: Tensor,
    slots: Slots,
    { rate }: StepScalars,
  ): Tensor {
    const slot = slots.momentum as Variable;
    const mix = (beta: number) =>
      slot
        .read()
        .multiply(beta)
        .add(gradient.multiply(1 - beta));
    const direction = mix(this.beta1).sign();
    this.assign(slot, mix(this.beta2));
    return weight.subtract(direction.multiply(rate));
  }
}
