import { ArgumentError } from "@antler/core";
import { checkNumber } from "../base/checks.js";
import { Callback, type Logs } from "./callback.js";

/** Options of callbacks that watch a value. */
export interface MonitorOptions {
  /** The value to watch; default `"val_loss"`. */
  readonly monitor?: string | undefined;
  /** Whether less or more is better; default `"auto"`: by the name, and by what the metric says. */
  readonly mode?: "auto" | "min" | "max" | undefined;
  /** Smaller changes count as none. */
  readonly minDelta?: number | undefined;
}

/** A callback that compares a value of the logs with the best one so far. */
export abstract class MonitorCallback extends Callback {
  readonly monitor: string;
  /** The best value so far; `undefined` before the first. */
  best: number | undefined;
  readonly #name: string;
  readonly #mode: "auto" | "min" | "max";
  readonly #minDelta: number;
  /** 1 where less is better, −1 where more is. */
  #sign: 1 | -1 | undefined;
  #warned = false;

  /** @param name - what messages call the callback */
  constructor(name: string, options: MonitorOptions, minDelta: number) {
    super();
    this.#name = name;
    this.monitor = options.monitor ?? "val_loss";
    this.#mode = options.mode ?? "auto";
    if (!["auto", "min", "max"].includes(this.#mode)) {
      throw new ArgumentError(
        `${name}: mode is unknown. Expected "auto", "min" or "max", received ${JSON.stringify(this.#mode)}.`,
      );
    }
    checkNumber(name, "minDelta", minDelta, () => true, "a finite number");
    this.#minDelta = Math.abs(minDelta);
  }

  /** The watched value; says once, if it is missing, what there is. */
  protected monitored(logs: Logs): number | undefined {
    const value = logs[this.monitor];
    if (value === undefined && !this.#warned) {
      this.#warned = true;
      console.warn(
        `${this.#name}: there is no "${this.monitor}" to watch. Expected one of ${Object.keys(logs).join(", ")}. For val_ values pass validationData or validationSplit to fit.`,
      );
    }
    return value;
  }

  /** Whether `value` is better than `reference` by more than `minDelta`. */
  protected isImprovement(value: number, reference: number | undefined): boolean {
    if (reference === undefined) return true;
    this.#sign ??= this.#direction() === "up" ? -1 : 1;
    // In float32, as values are measured: 0.7 + 0.1 is not less than 0.8.
    return Math.fround(this.#sign * value + this.#minDelta) < Math.fround(this.#sign * reference);
  }

  #direction(): "up" | "down" {
    if (this.#mode !== "auto") return this.#mode === "max" ? "up" : "down";
    const name = this.monitor.replace(/^val_/, "");
    if (name === "loss") return "down";
    const known = this.training?.directionOf(name);
    if (known !== undefined) return known;
    if (/loss$/.test(name)) return "down";
    if (/acc|auc/i.test(name)) return "up";
    throw new ArgumentError(
      `${this.#name}: it is not known whether more of "${this.monitor}" is better. Expected mode: "max" for the largest value, or mode: "min" for the smallest.`,
    );
  }
}
