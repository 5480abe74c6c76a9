import { ops, type Tensor, type Variable } from "@antler/core";
import { checkNumber, isNonNegative, nonNegativeRange } from "../base/checks.js";
import { Optimizer, type StepScalars } from "./optimizer.js";
import type { OptimizerOptions } from "./options.js";
import type { Slots } from "./slots.js";

/** Options of {@link Ftrl}. */
export interface FtrlOptions extends OptimizerOptions {
  /** How the learning rate falls with the sum of squared gradients, at most 0; default −0.5. */
  readonly learningRatePower?: number | undefined;
  /** What the sums of squared gradients start from; default 0.1. */
  readonly initialAccumulatorValue?: number | undefined;
  /** Default 0. */
  readonly l1RegularizationStrength?: number | undefined;
  /** Default 0. */
  readonly l2RegularizationStrength?: number | undefined;
  /** An L2 penalty on the weights before the step, added to the gradient; default 0. */
  readonly l2ShrinkageRegularizationStrength?: number | undefined;
  /** Added to the root of the sum of squares, as in the paper; default 0. */
  readonly beta?: number | undefined;
}

interface Scalars extends StepScalars {
  /** Twice the L2 strength, with the part that `beta` adds. */
  readonly l2: Tensor;
}

/** Follow the regularized leader (McMahan et al., 2013). Default learning rate 0.001. */
export class Ftrl extends Optimizer<Scalars> {
  static readonly className = "Ftrl";
  readonly learningRatePower: number;
  readonly initialAccumulatorValue: number;
  readonly l1RegularizationStrength: number;
  readonly l2RegularizationStrength: number;
  readonly l2ShrinkageRegularizationStrength: number;
  readonly beta: number;

  constructor(options: FtrlOptions = {}) {
    const own = {
      learningRatePower: options.learningRatePower ?? -0.5,
      initialAccumulatorValue: options.initialAccumulatorValue ?? 0.1,
      l1RegularizationStrength: options.l1RegularizationStrength ?? 0,
      l2RegularizationStrength: options.l2RegularizationStrength ?? 0,
      l2ShrinkageRegularizationStrength: options.l2ShrinkageRegularizationStrength ?? 0,
      beta: options.beta ?? 0,
    };
    super(options, 0.001, own);
    for (const [option, value] of Object.entries(own)) {
      if (option === "learningRatePower") {
        checkNumber(this.name, option, value, (power) => power <= 0, "a number ≤ 0");
      } else checkNumber(this.name, option, value, isNonNegative, nonNegativeRange);
    }
    this.learningRatePower = own.learningRatePower;
    this.initialAccumulatorValue = own.initialAccumulatorValue;
    this.l1RegularizationStrength = own.l1RegularizationStrength;
    this.l2RegularizationStrength = own.l2RegularizationStrength;
    this.l2ShrinkageRegularizationStrength = own.l2ShrinkageRegularizationStrength;
    this.beta = own.beta;
  }

  protected override createSlots(weights: readonly Variable[]): void {
    this.addSlots(weights, { accumulator: { fill: this.initialAccumulatorValue }, linear: {} });
  }

  protected override prepare(scalars: StepScalars): Scalars {
    const l2 = ops.divide(this.beta, scalars.rate).add(2 * this.l2RegularizationStrength);
    return { ...scalars, l2 };
  }

  protected override update(
    weight: Tensor,
    gradient: Tensor,
    slots: Slots,
    { rate, l2 }: Scalars,
  ): Tensor {
    const [accumulator, linear] = [slots.accumulator as Variable, slots.linear as Variable];
    const shrinkage = this.l2ShrinkageRegularizationStrength;
    const shrunk = shrinkage === 0 ? gradient : gradient.add(weight.multiply(2 * shrinkage));
    const sum = accumulator.read().add(ops.square(gradient));
    const spread = this.#raise(sum);
    const grown = spread.subtract(this.#raise(accumulator.read())).divide(rate);
    const total = linear.read().add(shrunk).subtract(grown.multiply(weight));
    this.assign(accumulator, sum);
    this.assign(linear, total);
    const l1 = this.l1RegularizationStrength;
    const pull = l1 === 0 ? total.negative() : ops.clip(total, -l1, l1).subtract(total);
    return pull.divide(spread.divide(rate).add(l2));
  }

  #raise(sum: Tensor): Tensor {
    return this.learningRatePower === -0.5 ? sum.sqrt() : sum.power(-this.learningRatePower);
  }
}
