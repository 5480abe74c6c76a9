import { evaluate, fromHost, type HostTensor } from "@antler/core";
import { checkCount, checkOptionNames } from "../base/checks.js";
import { printMessage } from "../utils/logging.js";
import type { Logs } from "./callback.js";
import { MonitorCallback, type MonitorOptions } from "./monitor.js";

export interface EarlyStoppingOptions extends MonitorOptions {
  /** Epochs without improvement after which training stops; default 0. */
  readonly patience?: number | undefined;
  /** 1 says when and where it stopped; default 0. */
  readonly verbose?: 0 | 1 | undefined;
  /** What a value must beat as well, or the waiting goes on. */
  readonly baseline?: number | null | undefined;
  /** Back to the weights of the best epoch at the end; default false. */
  readonly restoreBestWeights?: boolean | undefined;
  /** Epochs at the beginning that do not count; default 0. */
  readonly startFromEpoch?: number | undefined;
}

/** Ends training when a value has stopped to improve. */
export class EarlyStopping extends MonitorCallback {
  bestEpoch = 0;
  /** The epoch after which training ended; 0 if it ran to its end. */
  stoppedEpoch = 0;
  /** Epochs since the best. */
  wait = 0;
  readonly #patience: number;
  readonly #verbose: number;
  readonly #baseline: number | undefined;
  readonly #restores: boolean;
  readonly #start: number;
  #bestWeights: readonly HostTensor[] | undefined;

  constructor(options: EarlyStoppingOptions = {}) {
    checkOptionNames("earlyStopping", options, [
      ...["monitor", "minDelta", "patience", "verbose", "mode", "baseline"],
      ...["restoreBestWeights", "startFromEpoch"],
    ]);
    super("earlyStopping", options, options.minDelta ?? 0);
    this.#patience = options.patience ?? 0;
    this.#verbose = options.verbose ?? 0;
    this.#baseline = options.baseline ?? undefined;
    this.#restores = options.restoreBestWeights ?? false;
    this.#start = options.startFromEpoch ?? 0;
    checkCount("earlyStopping", "patience", this.#patience, 0);
    checkCount("earlyStopping", "startFromEpoch", this.#start, 0);
  }

  override onTrainBegin(): void {
    this.wait = 0;
    this.stoppedEpoch = 0;
    this.bestEpoch = 0;
    this.best = undefined;
    this.#bestWeights = undefined;
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const current = this.monitored(logs);
    if (current === undefined || epoch < this.#start) return;
    if (this.#restores && this.#bestWeights === undefined) {
      this.#bestWeights = await this.#snapshot();
      this.bestEpoch = epoch;
    }
    this.wait++;
    if (this.isImprovement(current, this.best)) {
      this.best = current;
      this.bestEpoch = epoch;
      if (this.#restores) this.#bestWeights = await this.#snapshot();
      // Falling short of the baseline still counts as waiting.
      if (this.isImprovement(current, this.#baseline)) this.wait = 0;
      return;
    }
    if (this.wait >= this.#patience && epoch > 0 && this.training !== undefined) {
      this.stoppedEpoch = epoch;
      this.training.stopTraining = true;
    }
  }

  override onTrainEnd(): void {
    if (this.#verbose > 0 && this.stoppedEpoch > 0) {
      printMessage(`Epoch ${this.stoppedEpoch + 1}: early stopping`);
    }
    if (this.#bestWeights === undefined) return;
    if (this.#verbose > 0) {
      printMessage(
        `Restoring model weights from the end of the best epoch: ${this.bestEpoch + 1}.`,
      );
    }
    this.#bestWeights.forEach((value, i) => {
      this.training?.weights[i]?.assign(fromHost(value));
    });
    this.#bestWeights = undefined;
  }

  #snapshot(): Promise<HostTensor[]> {
    return evaluate(this.training?.weights ?? []);
  }
}
