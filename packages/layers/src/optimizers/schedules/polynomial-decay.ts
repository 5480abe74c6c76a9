import { ops, type Tensor } from "@antler/core";
import {
  checkNumbers,
  checkScheduleOptions,
  checkSteps,
  LearningRateSchedule,
  type ScheduleOptions,
} from "./schedule.js";

/** Options of {@link PolynomialDecay}. */
export interface PolynomialDecayOptions extends ScheduleOptions {
  readonly initialLearningRate: number;
  /** Steps until `endLearningRate` is reached. */
  readonly decaySteps: number;
  /** Default 0.0001. */
  readonly endLearningRate?: number | undefined;
  /** Default 1: a straight line. */
  readonly power?: number | undefined;
  /** After its end the decay starts again, each time twice, thrice… as long; default false. */
  readonly cycle?: boolean | undefined;
}

/** `(initial − end) · (1 − step / decaySteps)^power + end` */
export class PolynomialDecay extends LearningRateSchedule {
  static readonly className = "PolynomialDecay";
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly endLearningRate: number;
  readonly power: number;
  readonly cycle: boolean;
  readonly name: string;

  constructor(options: PolynomialDecayOptions) {
    super();
    checkScheduleOptions(
      "PolynomialDecay",
      options,
      ["initialLearningRate", "decaySteps"],
      ["endLearningRate", "power", "cycle"],
    );
    const { initialLearningRate, decaySteps, endLearningRate = 0.0001, power = 1 } = options;
    checkNumbers("PolynomialDecay", { initialLearningRate, endLearningRate, power });
    checkSteps("PolynomialDecay", "decaySteps", decaySteps);
    this.initialLearningRate = initialLearningRate;
    this.decaySteps = decaySteps;
    this.endLearningRate = endLearningRate;
    this.power = power;
    this.cycle = options.cycle ?? false;
    this.name = options.name ?? "PolynomialDecay";
  }

  override call(step: Tensor): Tensor {
    const left = ops.subtract(1, this.#share(step.cast("float32")));
    const decayed = this.power === 1 ? left : left.power(this.power);
    return decayed
      .multiply(this.initialLearningRate - this.endLearningRate)
      .add(this.endLearningRate);
  }

  /** How much of the decay is done, in [0, 1]. */
  #share(step: Tensor): Tensor {
    if (!this.cycle) return step.minimum(this.decaySteps).divide(this.decaySteps);
    const rounds = step.divide(this.decaySteps).ceil().maximum(1);
    return step.divide(rounds.multiply(this.decaySteps));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { initialLearningRate, decaySteps, endLearningRate, power, cycle, name } = this;
    return { initialLearningRate, decaySteps, endLearningRate, power, cycle, name };
  }
}
