import { ops, type Tensor } from "@antler/core";
import {
  checkNumbers,
  checkScheduleOptions,
  checkSteps,
  LearningRateSchedule,
  type ScheduleOptions,
} from "./schedule.js";

/** Options of {@link CosineDecayRestarts}. */
export interface CosineDecayRestartsOptions extends ScheduleOptions {
  readonly initialLearningRate: number;
  /** Steps of the first period. */
  readonly firstDecaySteps: number;
  /** Each period is so many times as long as the one before; default 2. */
  readonly tMul?: number | undefined;
  /** Each period starts at so many times the rate of the one before; default 1. */
  readonly mMul?: number | undefined;
  /** What is left at the end of a period, as a share of the initial rate; default 0. */
  readonly alpha?: number | undefined;
}

/** Half a cosine wave down, again and again (SGDR: Loshchilov and Hutter, 2016). */
export class CosineDecayRestarts extends LearningRateSchedule {
  static readonly className = "CosineDecayRestarts";
  readonly initialLearningRate: number;
  readonly firstDecaySteps: number;
  readonly tMul: number;
  readonly mMul: number;
  readonly alpha: number;
  readonly name: string;

  constructor(options: CosineDecayRestartsOptions) {
    super();
    checkScheduleOptions(
      "CosineDecayRestarts",
      options,
      ["initialLearningRate", "firstDecaySteps"],
      ["tMul", "mMul", "alpha"],
    );
    const { initialLearningRate, firstDecaySteps, tMul = 2, mMul = 1, alpha = 0 } = options;
    checkNumbers("CosineDecayRestarts", { initialLearningRate, tMul, mMul, alpha });
    checkSteps("CosineDecayRestarts", "firstDecaySteps", firstDecaySteps);
    this.initialLearningRate = initialLearningRate;
    this.firstDecaySteps = firstDecaySteps;
    this.tMul = tMul;
    this.mMul = mMul;
    this.alpha = alpha;
    this.name = options.name ?? "SGDRDecay";
  }

  override call(step: Tensor): Tensor {
    const periods = step.cast("float32").divide(this.firstDecaySteps);
    const { restarts, share } = this.tMul === 1 ? equalPeriods(periods) : this.#growing(periods);
    const wave = share.multiply(Math.PI).cos().add(1).multiply(0.5);
    const scaled = this.mMul === 1 ? wave : wave.multiply(ops.power(this.mMul, restarts));
    return scaled
      .multiply(1 - this.alpha)
      .add(this.alpha)
      .multiply(this.initialLearningRate);
  }

  /** @param periods - time in lengths of the first period */
  #growing(periods: Tensor): Period {
    const { tMul } = this;
    const start = (restarts: Tensor) =>
      ops
        .power(tMul, restarts)
        .subtract(1)
        .divide(tMul - 1);
    const guess = periods
      .multiply(tMul - 1)
      .add(1)
      .log()
      .divide(Math.log(tMul))
      .floor();
    // The logarithm is off by an ulp or two; at a restart that would be a whole period.
    const reached = (restarts: Tensor) =>
      start(restarts)
        .lessEqual(periods.multiply(1 + 1e-6))
        .cast("float32");
    const restarts = guess
      .add(reached(guess.add(1)))
      .add(reached(guess))
      .subtract(1);
    const share = periods.subtract(start(restarts)).divide(ops.power(tMul, restarts));
    return { restarts, share };
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { initialLearningRate, firstDecaySteps, tMul, mMul, alpha, name } = this;
    return { initialLearningRate, firstDecaySteps, tMul, mMul, alpha, name };
  }
}

/** Restarts so far, and how much of the present period is done, in [0, 1). */
interface Period {
  readonly restarts: Tensor;
  readonly share: Tensor;
}

function equalPeriods(periods: Tensor): Period {
  const restarts = periods.floor();
  return { restarts, share: periods.subtract(restarts) };
}
