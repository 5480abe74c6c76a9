import { ArgumentError } from "@antler/core";
import { printMessage } from "../utils/logging.js";
import { Callback, type Logs } from "./callback.js";
import { logLearningRates, ratedOptimizers } from "./learning-rates.js";

/** The learning rate of an epoch (from 0), from the present one. */
export type EpochSchedule = (epoch: number, learningRate: number) => number;

export interface LearningRateSchedulerOptions {
  /** 1 says so at every epoch; default 0. */
  readonly verbose?: 0 | 1 | undefined;
}

/** Sets the learning rate at the beginning of every epoch. */
export class LearningRateScheduler extends Callback {
  readonly schedule: EpochSchedule;
  readonly #verbose: number;

  constructor(schedule: EpochSchedule, options: LearningRateSchedulerOptions = {}) {
    super();
    if (typeof schedule !== "function") {
      throw new ArgumentError(
        `learningRateScheduler: schedule is missing. Expected a function of epoch and learning rate, received ${String(schedule)}.`,
      );
    }
    this.schedule = schedule;
    this.#verbose = options.verbose ?? 0;
  }

  override async onEpochBegin(epoch: number): Promise<void> {
    if (this.training === undefined) return;
    for (const optimizer of ratedOptimizers(this.training.optimizer)) {
      const rate: unknown = this.schedule(epoch, await optimizer.learningRate.item());
      if (typeof rate !== "number" || Number.isNaN(rate)) {
        throw new ArgumentError(
          `learningRateScheduler: the schedule gave no learning rate for epoch ${epoch}. Expected a number, received ${String(rate)}.`,
        );
      }
      optimizer.learningRate = rate;
      if (this.#verbose > 0) {
        printMessage(
          `\nEpoch ${epoch + 1}: LearningRateScheduler setting learning rate of ${optimizer.name} to ${rate}.`,
        );
      }
    }
  }

  override async onEpochEnd(_epoch: number, logs: Logs): Promise<void> {
    if (this.training !== undefined) await logLearningRates(this.training.optimizer, logs);
  }
}
