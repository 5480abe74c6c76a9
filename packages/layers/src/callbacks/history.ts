import { Callback, type Logs } from "./callback.js";

/** What `fit` returns: the logs of every epoch. */
export class History extends Callback {
  /** Values by name, one per epoch: `{ loss: [0.9, 0.5], val_loss: [1.0, 0.7] }`. */
  readonly history: Record<string, number[]> = {};
  /** The numbers of the epochs, from 0. */
  readonly epoch: number[] = [];

  override onEpochEnd(epoch: number, logs: Logs): void {
    this.epoch.push(epoch);
    for (const [name, value] of Object.entries(logs)) {
      this.history[name] ??= [];
      this.history[name].push(value);
    }
  }

  toJSON(): {
    readonly epoch: readonly number[];
    readonly history: Readonly<Record<string, number[]>>;
  } {
    return { epoch: this.epoch, history: this.history };
  }
}
