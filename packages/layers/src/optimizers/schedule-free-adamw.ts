import { ArgumentError, isDeviceTensor, ops, type Tensor, Variable } from "@antler/core";
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

/** Options of {@link ScheduleFreeAdamW}. */
export interface ScheduleFreeAdamWOptions extends OptimizerOptions {
  /** Share of the average in the point where gradients are taken, in (0, 1); default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay of the mean of squared gradients; default 0.999. */
  readonly beta2?: number | undefined;
  /** Keeps the quotient finite; default 1e-8. */
  readonly epsilon?: number | undefined;
  /** Steps in which the learning rate climbs from 0; default 0. */
  readonly warmupSteps?: number | undefined;
}

interface Scalars extends StepScalars {
  /** The learning rate with the bias correction, for a mean that is kept as a sum. */
  readonly alpha: Tensor;
  /** Keeps the quotient finite, scaled like the root of the sum that stands for the mean square. */
  readonly floor: Tensor;
  /** The share of the newest point in the average of all. */
  readonly share: Tensor;
}

/**
 * AdamW without a schedule (Defazio et al., 2024): weights are a mixture of the present point, which
 * is kept as `momentum`, and the average of all points. Default learning rate 0.0025.
 */
export class ScheduleFreeAdamW extends Optimizer<Scalars> {
  static readonly className = "ScheduleFreeAdamW";
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly warmupSteps: number;

  constructor(options: ScheduleFreeAdamWOptions = {}) {
    const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, warmupSteps = 0 } = options;
    super(options, 0.0025, { beta1, beta2, epsilon, warmupSteps });
    checkNumber(this.name, "beta1", beta1, (b) => b > 0 && b <= 1, "a number in (0, 1]");
    checkNumber(this.name, "beta2", beta2, isDecay, decayRange);
    checkNumber(this.name, "epsilon", epsilon, isNonNegative, nonNegativeRange);
    checkNumber(this.name, "warmupSteps", warmupSteps, isNonNegative, nonNegativeRange);
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
    this.warmupSteps = warmupSteps;
  }

  protected override createSlots(weights: readonly Variable[]): void {
    for (const weight of weights) {
      const point = `${this.name}/${weight.name.replaceAll("/", "_")}_momentum`;
      this.addSlot(weight, "momentum", copyOf(weight, point));
      this.addSlots([weight], { velocity: { mean: this.beta2 } });
    }
  }

  protected override prepare({ rate, step }: StepScalars): Scalars {
    const climbing =
      this.warmupSteps > 0 ? rate.multiply(step.divide(this.warmupSteps).minimum(1)) : rate;
    const root = ops
      .subtract(1, ops.power(this.beta2, step))
      .divide(1 - this.beta2)
      .sqrt();
    return {
      rate,
      step,
      alpha: climbing.multiply(root),
      floor: root.multiply(this.epsilon),
      share: ops.divide(1, step),
    };
  }

  protected override update(
    weight: Tensor,
    gradient: Tensor,
    slots: Slots,
    { alpha, floor, share }: Scalars,
  ): Tensor {
    const { beta1 } = this;
    const slot = slots.momentum as Variable;
    const velocity = this.advance(slots.velocity, ops.square(gradient));
    const old = slot.read();
    const point = old.subtract(gradient.multiply(alpha).divide(velocity.sqrt().add(floor)));
    this.assign(slot, point);
    // weight = (1 − β₁)·point + β₁·average, so the old average can be told from weight and point.
    const average = weight.subtract(old.multiply(1 - beta1)).divide(beta1);
    const moved = average.add(point.subtract(average).multiply(share));
    return point.add(moved.subtract(point).multiply(beta1));
  }
}

/** A variable that starts with the present value of `weight`. */
function copyOf(weight: Variable, name: string): Variable {
  const { value } = weight;
  if (value === undefined || isDeviceTensor(value)) {
    const node = weight.read();
    if (node.op !== "input") return new Variable(node, { name, trainable: false });
    throw new ArgumentError(
      `${name}: the value of ${weight.name} is not known while a function is traced. Call optimizer.build(weights) before.`,
    );
  }
  return new Variable({ ...value, data: value.data.slice() }, { name, trainable: false });
}
