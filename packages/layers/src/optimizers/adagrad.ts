import { ops, type Tensor, type Variable } from "@antler/core";
import { checkNumber, isNonNegative, nonNegativeRange } from "../base/checks.js";
import { Optimizer, type StepScalars } from "./optimizer.js";
import type { OptimizerOptions } from "./options.js";
import type { Slots } from "./slots.js";

/** Options of {@link Adagrad}. */
export interface AdagradOptions extends OptimizerOptions {
  /** What the sums of squared gradients start from; default 0.1. */
  readonly initialAccumulatorValue?: number | undefined;
  /** Keeps the quotient finite; default 1e-7. */
  readonly epsilon?: number | undefined;
}

/**
 * Adagrad (Duchi, Hazan and Singer, 2011): the more a weight was moved, the less it moves. Default
 * learning rate 0.001.
 */
export class Adagrad extends Optimizer {
  static readonly className = "Adagrad";
  readonly initialAccumulatorValue: number;
  readonly epsilon: number;

  constructor(options: AdagradOptions = {}) {
    const { initialAccumulatorValue = 0.1, epsilon = 1e-7 } = options;
    super(options, 0.001, { initialAccumulatorValue, epsilon });
    const check = (option: string, value: number) =>
      checkNumber(this.name, option, value, isNonNegative, nonNegativeRange);
    check("initialAccumulatorValue", initialAccumulatorValue);
    check("epsilon", epsilon);
    this.initialAccumulatorValue = initialAccumulatorValue;
    this.epsilon = epsilon;
  }

  protected override createSlots(weights: readonly Variable[]): void {
    this.addSlots(weights, { accumulator: { fill: this.initialAccumulatorValue } });
  }

  protected override update(
    weight: Tensor,
    gradient: Tensor,
    slots: Slots,
    { rate }: StepScalars,
  ): Tensor {
    const slot = slots.accumulator as Variable;
    const sum = slot.read().add(ops.square(gradient));
    this.assign(slot, sum);
    return weight.subtract(gradient.multiply(rate).divide(sum.add(this.epsilon).sqrt()));
  }
}
