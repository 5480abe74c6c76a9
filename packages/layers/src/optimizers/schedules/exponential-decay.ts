import { ops, type Tensor } from "@antler/core";
import {
  checkNumbers,
  checkScheduleOptions,
  checkSteps,
  LearningRateSchedule,
  type ScheduleOptions,
} from "./schedule.js";

/** Options of {@link ExponentialDecay}. */
export interface ExponentialDecayOptions extends ScheduleOptions {
  readonly initialLearningRate: number;
  /** Steps after which the rate has been multiplied once by `decayRate`. */
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Drops at every `decaySteps` steps instead of a little at every step; default false. */
  readonly staircase?: boolean | undefined;
}

/** `initialLearningRate · decayRate^(step / decaySteps)` */
export class ExponentialDecay extends LearningRateSchedule {
  static readonly className = "ExponentialDecay";
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  readonly staircase: boolean;
  readonly name: string;

  constructor(options: ExponentialDecayOptions) {
    super();
    checkScheduleOptions(
      "ExponentialDecay",
      options,
      ["initialLearningRate", "decaySteps", "decayRate"],
      ["staircase"],
    );
    const { initialLearningRate, decaySteps, decayRate } = options;
    checkNumbers("ExponentialDecay", { initialLearningRate, decayRate });
    checkSteps("ExponentialDecay", "decaySteps", decaySteps);
    this.initialLearningRate = initialLearningRate;
    this.decaySteps = decaySteps;
    this.decayRate = decayRate;
    this.staircase = options.staircase ?? false;
    this.name = options.name ?? "ExponentialDecay";
  }

  override call(step: Tensor): Tensor {
    const share = step.cast("float32").divide(this.decaySteps);
    const exponent = this.staircase ? share.floor() : share;
    return ops.power(this.decayRate, exponent).multiply(this.initialLearningRate);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { initialLearningRate, decaySteps, decayRate, staircase, name } = this;
    return { initialLearningRate, decaySteps, decayRate, staircase, name };
  }
}
