import { Callback, type Logs } from "./callback.js";

/** What a progress callback is for. */
export interface ProgressOptions {
  readonly task: "fit" | "evaluate" | "predict";
  /** 1: a line that rewrites itself; 2: a line per epoch. */
  readonly verbose: 1 | 2;
}

/** Makes the callback that shows progress. */
export type ProgressFactory = (options: ProgressOptions) => Callback;

let factory: ProgressFactory | undefined;

/** Replaces the built-in progress display, say by one with colours; `undefined` restores it. */
export function setProgressFactory(make: ProgressFactory | undefined): void {
  factory = make;
}

/** How much `fit` prints: 0 nothing, 1 a progress line, 2 a line per epoch, `"auto"` as it fits. */
export type Verbosity = "auto" | 0 | 1 | 2;

/** The callbacks that `verbose` asks for: one or none. */
export function progressCallbacks(task: ProgressOptions["task"], verbose: Verbosity): Callback[] {
  const level = verbose === "auto" ? (isTerminal() ? 1 : 2) : verbose;
  if (level === 0) return [];
  const options: ProgressOptions = { task, verbose: level };
  return [factory === undefined ? new ProgressLine(options) : factory(options)];
}

function isTerminal(): boolean {
  return typeof process !== "undefined" && process.stdout?.isTTY === true;
}

/** Milliseconds between two redraws. */
const redrawInterval = 100;
const barWidth = 20;

/** Epoch, bar, time left, milliseconds per step and logs, in plain text. */
class ProgressLine extends Callback {
  readonly #rewrites: boolean;
  readonly #task: ProgressOptions["task"];
  #epoch = 0;
  #started = 0;
  #drawn = 0;
  #step = 0;

  constructor({ task, verbose }: ProgressOptions) {
    super();
    this.#task = task;
    this.#rewrites = verbose === 1 && isTerminal();
  }

  override onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
    this.#begin();
  }
  override onTrainBatchEnd(batch: number, logs: Logs): void {
    this.#draw(batch + 1, logs);
  }
  override onEpochEnd(_epoch: number, logs: Logs): void {
    this.#finish(logs);
  }
  override onTestBegin(): void {
    if (this.#task === "evaluate") this.#begin();
  }
  override onTestBatchEnd(batch: number, logs: Logs): void {
    if (this.#task === "evaluate") this.#draw(batch + 1, logs);
  }
  override onTestEnd(logs: Logs): void {
    if (this.#task === "evaluate") this.#finish(logs);
  }
  override onPredictBegin(): void {
    this.#begin();
  }
  override onPredictBatchEnd(batch: number): void {
    this.#draw(batch + 1, {});
  }
  override onPredictEnd(): void {
    // Only a line that was being drawn needs an end: predictions have nothing else to tell.
    if (this.#rewrites) this.#finish({});
  }

  #begin(): void {
    this.#started = performance.now();
    this.#drawn = 0;
    this.#step = 0;
  }

  #draw(step: number, logs: Logs): void {
    this.#step = step;
    if (!this.#rewrites) return;
    const now = performance.now();
    if (now - this.#drawn < redrawInterval) return;
    this.#drawn = now;
    const { steps } = this.plan;
    if (steps === 0) {
      this.#rewrite(`${this.#title()}${step} steps${formatLogs(logs)}`);
      return;
    }
    const left = ((now - this.#started) / step) * (steps - step);
    const filled = Math.round((step / steps) * barWidth);
    const bar = `${"━".repeat(filled)}${"─".repeat(barWidth - filled)}`;
    this.#rewrite(
      `${this.#title()}${bar} ${step}/${steps} ETA ${seconds(left)}${formatLogs(logs)}`,
    );
  }

  #finish(logs: Logs): void {
    const elapsed = performance.now() - this.#started;
    const rate = `${(elapsed / Math.max(1, this.#step)).toPrecision(3)} ms/step`;
    const line = `${this.#title()}${this.#step} steps ${seconds(elapsed)} ${rate}${formatLogs(logs)}`;
    if (this.#rewrites) this.#rewrite(`${line}\n`);
    else console.log(line);
  }

  #title(): string {
    return this.#task === "fit"
      ? `Epoch ${this.#epoch + 1}/${this.plan.epochs} `
      : `${this.#task} `;
  }

  #rewrite(line: string): void {
    process.stdout.write(`\r\u001b[K${line}`);
  }
}

function seconds(milliseconds: number): string {
  const whole = Math.round(milliseconds / 1000);
  if (whole < 60) return `${whole}s`;
  return `${Math.floor(whole / 60)}m${String(whole % 60).padStart(2, "0")}s`;
}

function formatLogs(logs: Logs): string {
  return Object.entries(logs)
    .map(
      ([name, value]) =>
        ` - ${name}: ${value !== 0 && Math.abs(value) < 1e-3 ? value.toExponential(4) : value.toFixed(4)}`,
    )
    .join("");
}
