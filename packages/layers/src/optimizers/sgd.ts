import { ops, type Tensor, type Variable } from "@antler/core";
import {
  checkNumber,
  Optimizer,
  type OptimizerOptions,
  type Slots,
  type StepScalars,
  zerosSlot,
} from "./optimizer.js";

export interface SgdOptions extends OptimizerOptions {
  /** Share of the last step that carries on, in [0, 1]; default 0. */
  readonly momentum?: number | undefined;
  /** Looks ahead along the momentum (Nesterov); default false. */
  readonly nesterov?: boolean | undefined;
}

/** Gradient descent with momentum. Default learning rate 0.01. */
export class Sgd extends Optimizer {
  readonly momentum: number;
  readonly nesterov: boolean;

  constructor(options: SgdOptions = {}) {
    super("sgd", 0.01, options);
    this.momentum = options.momentum ?? 0;
    this.nesterov = options.nesterov ?? false;
    checkNumber(
      this.name,
      "momentum",
      this.momentum,
      (m) => m >= 0 && m <= 1,
      "a number in [0, 1]",
    );
  }

  protected override createSlots(variable: Variable): Slots {
    return this.momentum === 0 ? {} : { momentum: zerosSlot(variable, "momentum") };
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
    const step = gradient.multiply(rate);
    if (slots.momentum === undefined) return weight.subtract(step);
    const momentum = ops.subtract(slots.momentum.read().multiply(this.momentum), step);
    slots.momentum.assign(momentum);
    if (!this.nesterov) return weight.add(momentum);
    return weight.add(momentum.multiply(this.momentum).subtract(step));
  }
}
