import { ArgumentError, evaluate, fromHost, type HostTensor } from "@antler/core";
import { Callback, type Logs } from "./callback.js";

export interface EarlyStoppingOptions {
  /** The value to watch; default `"val_loss"`. */
  readonly monitor?: string | undefined;
  /** Epochs without improvement after which training stops; default 0. */
  readonly patience?: number | undefined;
  /** Smaller changes count as none; default 0. */
  readonly minDelta?: number | undefined;
  /** Default `"auto"`: up for accuracies, down for all else. */
  readonly mode?: "auto" | "min" | "max" | undefined;
  /** Value to beat from the start. */
  readonly baseline?: number | undefined;
  /** Back to the weights of the best epoch at the end; default false. */
  readonly restoreBestWeights?: boolean | undefined;
  /** Epochs at the beginning that do not count; default 0. */
  readonly startFromEpoch?: number | undefined;
}

/** Ends training when a value has stopped to improve. */
export class EarlyStopping extends Callback {
  readonly monitor: string;
  /** The best value so far. */
  best: number;
  bestEpoch = 0;
  /** The epoch after which training ended; 0 if it ran to its end. */
  stoppedEpoch = 0;
  /** Epochs since the best. */
  wait = 0;
  readonly #options: EarlyStoppingOptions;
  readonly #sign: 1 | -1;
  #bestWeights: readonly HostTensor[] | undefined;
  #warned = false;

  constructor(options: EarlyStoppingOptions = {}) {
    super();
    this.#options = options;
    this.monitor = options.monitor ?? "val_loss";
    const { patience = 0, mode = "auto" } = options;
    if (!Number.isInteger(patience) || patience < 0) {
      throw new ArgumentError(
        `earlyStopping: patience is out of range. Expected an integer ≥ 0, received ${patience}.`,
      );
    }
    const upward = mode === "max" || (mode === "auto" && /acc|auc/i.test(this.monitor));
    this.#sign = upward ? -1 : 1;
    this.best = upward ? -Infinity : Infinity;
  }

  override onTrainBegin(): void {
    this.wait = 0;
    this.stoppedEpoch = 0;
    this.bestEpoch = 0;
    this.best = this.#sign * Infinity;
    this.#bestWeights = undefined;
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const {
      patience = 0,
      restoreBestWeights = false,
      startFromEpoch = 0,
      baseline,
    } = this.#options;
    const current = logs[this.monitor];
    if (current === undefined) {
      this.#warn(logs);
      return;
    }
    if (epoch < startFromEpoch) return;
    if (restoreBestWeights && this.#bestWeights === undefined) {
      this.#bestWeights = await this.#snapshot();
      this.bestEpoch = epoch;
    }
    this.wait++;
    if (this.#isBetter(current, this.best)) {
      this.best = current;
      this.bestEpoch = epoch;
      if (restoreBestWeights) this.#bestWeights = await this.#snapshot();
      // Falling short of the baseline still counts as waiting.
      if (baseline === undefined || this.#isBetter(current, baseline)) this.wait = 0;
      return;
    }
    if (this.wait >= patience && epoch > 0 && this.training !== undefined) {
      this.stoppedEpoch = epoch;
      this.training.stopTraining = true;
    }
  }

  override onTrainEnd(): void {
    this.#bestWeights?.forEach((value, i) => {
      this.training?.weights[i]?.assign(fromHost(value));
    });
    this.#bestWeights = undefined;
  }

  #isBetter(value: number, reference: number): boolean {
    const { minDelta = 0 } = this.#options;
    return this.#sign * value < this.#sign * reference - Math.abs(minDelta);
  }

  #snapshot(): Promise<HostTensor[]> {
    return evaluate(this.training?.weights ?? []);
  }

  #warn(logs: Logs): void {
    if (this.#warned) return;
    this.#warned = true;
    console.warn(
      `earlyStopping: there is no "${this.monitor}" to watch. Expected one of ${Object.keys(logs).join(", ")}. For val_ values pass validationData or validationSplit to fit.`,
    );
  }
}
