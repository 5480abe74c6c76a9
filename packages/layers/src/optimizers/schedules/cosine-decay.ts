import { ops, type Tensor } from "@antler/core";
import { checkNumber, isNonNegative, nonNegativeRange } from "../../base/checks.js";
import {
  checkNumbers,
  checkScheduleOptions,
  checkSteps,
  LearningRateSchedule,
  type ScheduleOptions,
} from "./schedule.js";

/** Options of {@link CosineDecay}. */
export interface CosineDecayOptions extends ScheduleOptions {
  readonly initialLearningRate: number;
  /** Steps of the decay, those of the warmup not counted. */
  readonly decaySteps: number;
  /** What is left at the end, as a share of the rate at which the decay began; default 0. */
  readonly alpha?: number | undefined;
  /** The rate to climb to before the decay; default: no warmup. */
  readonly warmupTarget?: number | null | undefined;
  /** Steps of the climb; default 0. */
  readonly warmupSteps?: number | undefined;
}

/**
 * Half a cosine wave down (Loshchilov and Hutter, 2016), after a straight climb from
 * `initialLearningRate` to `warmupTarget` if there is one.
 */
export class CosineDecay extends LearningRateSchedule {
  static readonly className = "CosineDecay";
  readonly initialLearningRate: number;
  readonly decaySteps: number;
  readonly alpha: number;
  readonly name: string;
  readonly warmupTarget: number | null;
  readonly warmupSteps: number;

  constructor(options: CosineDecayOptions) {
    super();
    const where = "CosineDecay";
    checkScheduleOptions(
      where,
      options,
      ["initialLearningRate", "decaySteps"],
      ["alpha", "warmupTarget", "warmupSteps"],
    );
    const { initialLearningRate, decaySteps, alpha = 0, warmupSteps = 0 } = options;
    checkNumbers(where, { initialLearningRate, alpha });
    checkSteps(where, "decaySteps", decaySteps);
    checkNumber(where, "warmupSteps", warmupSteps, isNonNegative, nonNegativeRange);
    this.initialLearningRate = initialLearningRate;
    this.decaySteps = decaySteps;
    this.alpha = alpha;
    this.name = options.name ?? where;
    this.warmupTarget = options.warmupTarget ?? null;
    this.warmupSteps = warmupSteps;
    if (this.warmupTarget !== null) checkNumbers(where, { warmupTarget: this.warmupTarget });
  }

  override call(step: Tensor): Tensor {
    const at = step.cast("float32");
    if (this.warmupTarget === null) return this.#decay(at, this.initialLearningRate);
    const decayed = this.#decay(at.subtract(this.warmupSteps), this.warmupTarget);
    if (this.warmupSteps === 0) return decayed;
    const climb = (this.warmupTarget - this.initialLearningRate) / this.warmupSteps;
    const warming = at.multiply(climb).add(this.initialLearningRate);
    return ops.where(at.less(this.warmupSteps), warming, decayed);
  }

  #decay(step: Tensor, from: number): Tensor {
    const share = step.minimum(this.decaySteps).divide(this.decaySteps);
    const wave = share.multiply(Math.PI).cos().add(1).multiply(0.5);
    return wave
      .multiply(1 - this.alpha)
      .add(this.alpha)
      .multiply(from);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { initialLearningRate, decaySteps, alpha, name, warmupTarget, warmupSteps } = this;
    return { initialLearningRate, decaySteps, alpha, name, warmupTarget, warmupSteps };
  }
}
