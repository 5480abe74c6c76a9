import { ops, type Tensor } from "@antler/core";
import {
  checkNumbers,
  checkScheduleOptions,
  checkSteps,
  LearningRateSchedule,
  type ScheduleOptions,
} from "./schedule.js";

/** Options of {@link InverseTimeDecay}. */
export interface InverseTimeDecayOptions extends ScheduleOptions {
  readonly initialLearningRate: number;
  /** Steps that count as one unit of time. */
  readonly decaySteps: number;
  readonly decayRate: number;
  /** Drops at every `decaySteps` steps instead of a little at every step; default false. */
  readonly staircase?: boolean | undefined;
}

/** `initialLearningRate / (1 + decayRate · step / decaySteps)` */
export class InverseTimeDecay extends LearningRateSchedule {
  static readonly className = "InverseTimeDecay";
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly decayRate: number;
  readonly staircase: boolean;
  readonly name: string;

  constructor(options: InverseTimeDecayOptions) {
    super();
    checkScheduleOptions(
      "InverseTimeDecay",
      options,
      ["initialLearningRate", "decaySteps", "decayRate"],
      ["staircase"],
    );
    const { initialLearningRate, decaySteps, decayRate } = options;
    checkNumbers("InverseTimeDecay", { initialLearningRate, decayRate });
    checkSteps("InverseTimeDecay", "decaySteps", decaySteps);
    this.initialLearningRate = initialLearningRate;
    this.decaySteps = decaySteps;
    this.decayRate = decayRate;
    this.staircase = options.staircase ?? false;
    this.name = options.name ?? "InverseTimeDecay";
  }

  override call(step: Tensor): Tensor {
    const share = step.cast("float32").divide(this.decaySteps);
    const time = this.staircase ? share.floor() : share;
    return ops.divide(this.initialLearningRate, time.multiply(this.decayRate).add(1));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { initialLearningRate, decaySteps, decayRate, staircase, name } = this;
    return { initialLearningRate, decaySteps, decayRate, staircase, name };
  }
}
