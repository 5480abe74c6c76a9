import type { Tensor, Variable } from "@antler/core";
import { checkNumber, isShare, shareRange } from "../base/checks.js";
import { Optimizer, type StepScalars } from "./optimizer.js";
import type { OptimizerOptions } from "./options.js";
import type { Slots } from "./slots.js";

/** Options of {@link SGD}. */
export interface SGDOptions extends OptimizerOptions {
  /** Share of the last step that carries on, in [0, 1]; default 0. */
  readonly momentum?: number | undefined;
  /** Looks ahead along the momentum (Nesterov); default false. */
  readonly nesterov?: boolean | undefined;
}

/** Gradient descent with momentum. Default learning rate 0.01. */
export class SGD extends Optimizer {
  static readonly className = "SGD";
  readonly momentum: number;
  readonly nesterov: boolean;

  constructor(options: SGDOptions = {}) {
    const { momentum = 0, nesterov = false } = options;
    super(options, 0.01, { momentum, nesterov });
    checkNumber(this.name, "momentum", momentum, isShare, shareRange);
    this.momentum = momentum;
    this.nesterov = nesterov;
  }

  protected override createSlots(weights: readonly Variable[]): void {
    if (this.momentum !== 0) this.addSlots(weights, { momentum: {} });
  }

  protected override update(
    weight: Tensor,
    gradient: Tensor,
    { momentum: slot }: Slots,
    { rate }: StepScalars,
  ): Tensor {
    const step = gradient.multiply(rate);
    if (slot === undefined) return weight.subtract(step);
    const momentum = slot.read().multiply(this.momentum).subtract(step);
    this.assign(slot, momentum);
    if (!this.nesterov) return weight.add(momentum);
    return weight.add(momentum.multiply(this.momentum).subtract(step));
  }
}
