import {
  checkCount,
  checkNumber,
  checkOptionNames,
  isNonNegative,
  nonNegativeRange,
} from "../base/checks.js";
import { printMessage } from "../utils/logging.js";
import type { Logs } from "./callback.js";
import { logLearningRates, ratedOptimizers } from "./learning-rates.js";
import { MonitorCallback, type MonitorOptions } from "./monitor.js";

export interface ReduceLROnPlateauOptions extends MonitorOptions {
  /** What the learning rate is multiplied by, below 1; default 0.1. */
  readonly factor?: number | undefined;
  /** Epochs without improvement after which it is; default 10. */
  readonly patience?: number | undefined;
  /** 1 says so; default 0. */
  readonly verbose?: 0 | 1 | undefined;
  /** Epochs after a reduction that do not count; default 0. */
  readonly cooldown?: number | undefined;
  /** The learning rate does not fall below; default 0. */
  readonly minLr?: number | undefined;
}

/** Lowers the learning rate when a value has stopped to improve; default `minDelta` 0.0001. */
export class ReduceLROnPlateau extends MonitorCallback {
  /** Epochs since the best. */
  wait = 0;
  /** Epochs that do not count yet. */
  cooldownCounter = 0;
  readonly #factor: number;
  readonly #patience: number;
  readonly #verbose: number;
  readonly #cooldown: number;
  readonly #minLr: number;

  constructor(options: ReduceLROnPlateauOptions = {}) {
    const where = "reduceLROnPlateau";
    checkOptionNames(where, options, [
      ...["monitor", "factor", "patience", "verbose", "mode", "minDelta", "cooldown", "minLr"],
    ]);
    super(where, options, options.minDelta ?? 1e-4);
    const { factor = 0.1, patience = 10, verbose = 0, cooldown = 0, minLr = 0 } = options;
    checkNumber(where, "factor", factor, (f) => f >= 0 && f < 1, "a number in [0, 1)");
    checkCount(where, "patience", patience, 0);
    checkCount(where, "cooldown", cooldown, 0);
    checkNumber(where, "minLr", minLr, isNonNegative, nonNegativeRange);
    this.#factor = factor;
    this.#patience = patience;
    this.#verbose = verbose;
    this.#cooldown = cooldown;
    this.#minLr = minLr;
  }

  override onTrainBegin(): void {
    this.best = undefined;
    this.cooldownCounter = 0;
    this.wait = 0;
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    const { optimizer } = this.training ?? {};
    if (optimizer === undefined) return;
    await logLearningRates(optimizer, logs);
    const current = this.monitored(logs);
    if (current === undefined) return;
    if (this.cooldownCounter > 0) {
      this.cooldownCounter--;
      this.wait = 0;
    }
    if (this.isImprovement(current, this.best)) {
      this.best = current;
      this.wait = 0;
      return;
    }
    if (this.cooldownCounter > 0 || ++this.wait < this.#patience) return;
    for (const each of ratedOptimizers(optimizer)) {
      const old = await each.learningRate.item();
      if (old <= Math.fround(this.#minLr)) continue;
      const reduced = Math.max(old * this.#factor, this.#minLr);
      each.learningRate = reduced;
      this.cooldownCounter = this.#cooldown;
      this.wait = 0;
      if (this.#verbose > 0) {
        printMessage(
          `\nEpoch ${epoch + 1}: ReduceLROnPlateau reducing learning rate of ${each.name} to ${reduced}.`,
        );
      }
    }
  }
}
