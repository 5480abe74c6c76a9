import { ArgumentError } from "@antler/core";
import { checkOptionNames } from "../base/checks.js";
import { writeOut } from "./logging.js";

/** Options of {@link Progbar}. */
export interface ProgbarOptions {
  /** Characters of the bar; default 20. */
  readonly width?: number | undefined;
  /** 1: a bar that rewrites itself; 2: a line at the end; 0: nothing. Default 1. */
  readonly verbose?: 0 | 1 | 2 | undefined;
  /** Seconds between two redraws at least; default 0.05. */
  readonly interval?: number | undefined;
  /** Values that are shown as they are, not averaged over steps. */
  readonly statefulMetrics?: Iterable<string> | null | undefined;
  /** Values that are averaged, all others being shown as they are. */
  readonly statelessMetrics?: Iterable<string> | null | undefined;
  /** What one step is called; default `"step"`. */
  readonly unitName?: string | undefined;
}

/** Names with values: `[["loss", 0.3]]`. */
export type ProgbarValues = readonly (readonly [name: string, value: number])[];

const bold = (text: string): string => `\u001b[1m${text}\u001b[0m`;
const green = (text: string): string => (text === "" ? "" : `\u001b[32m${text}\u001b[0m`);
const grey = (text: string): string => `\u001b[37m${text}\u001b[0m`;

/**
 * A progress bar in the terminal.
 *
 * @example
 * const bar = new utils.Progbar(files.length, { unitName: "file" });
 * for (const file of files) { await read(file); bar.add(1); }
 */
export class Progbar {
  /** Steps in all; `null` if nobody knows. */
  target: number | null;
  readonly #width: number;
  readonly #verbose: number;
  readonly #interval: number;
  readonly #unit: string;
  readonly #isAveraged: (name: string) => boolean;
  readonly #start = performance.now();
  readonly #values = new Map<string, { total: number; steps: number }>();
  #current = 0;
  #drawn = Number.NEGATIVE_INFINITY;
  #afterFirst: number | undefined;
  #shown = 0;

  /** @throws ArgumentError for an unknown option, or if both lists of metrics are given */
  constructor(target: number | null, options: ProgbarOptions = {}) {
    const names = [
      ...["width", "verbose", "interval", "statefulMetrics", "statelessMetrics", "unitName"],
    ];
    checkOptionNames("Progbar", options, names);
    const { statefulMetrics, statelessMetrics } = options;
    if (statefulMetrics && statelessMetrics) {
      throw new ArgumentError(
        "Progbar: statefulMetrics and statelessMetrics exclude each other. Expected one of them.",
      );
    }
    this.target = target;
    this.#width = options.width ?? 20;
    this.#verbose = options.verbose ?? 1;
    this.#interval = options.interval ?? 0.05;
    this.#unit = options.unitName ?? "step";
    const listed = new Set(statelessMetrics ?? statefulMetrics ?? []);
    this.#isAveraged = (name) => listed.has(name) === Boolean(statelessMetrics);
  }

  /** Goes on by `n` steps. */
  add(n: number, values: ProgbarValues = []): void {
    this.update(this.#current + n, values);
  }

  /**
   * Shows that `current` steps are done.
   * @param values - their averages over steps are shown
   * @param finalize - whether this is the last update; default: when the target is reached
   */
  update(current: number, values: ProgbarValues = [], finalize?: boolean | null): void {
    const isLast = finalize ?? (this.target !== null && current >= this.target);
    for (const [name, value] of values) this.#add(name, value, current, isLast);
    this.#current = current;
    const now = performance.now();
    const perUnit = this.#perUnit(current, now);
    if (this.#verbose === 1) {
      if (now - this.#drawn < this.#interval * 1000 && !isLast) return;
      this.#draw(current, now, perUnit, isLast);
    } else if (this.#verbose === 2 && isLast && this.target) {
      const elapsed = `${((now - this.#start) / 1000).toFixed(0)}s`;
      writeOut(`${this.#count(current)} - ${elapsed} - ${this.#pace(perUnit)}${this.#logs()}\n`);
    }
    this.#drawn = now;
  }

  #add(name: string, value: number, current: number, isLast: boolean): void {
    const known = this.#values.get(name);
    const steps = isLast || !this.#isAveraged(name) ? 1 : Math.max(current - this.#current, 1);
    if (known === undefined || isLast || !this.#isAveraged(name)) {
      this.#values.set(name, { total: value * steps, steps });
      return;
    }
    known.total += value * steps;
    known.steps += steps;
  }

  #draw(current: number, now: number, perUnit: number, isLast: boolean): void {
    const line = `${this.#bar(current)} ${bold(this.#time(current, now, perUnit, isLast))} ${this.#pace(perUnit)}${this.#logs()}`;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours take no room
    const width = line.replace(/\u001b\[\d+m/g, "").length;
    const back = isTerminal() ? `${"\b".repeat(this.#shown)}\r` : "\n";
    writeOut(`${back}${line}${" ".repeat(Math.max(0, this.#shown - width))}${isLast ? "\n" : ""}`);
    this.#shown = width;
  }

  #bar(current: number): string {
    if (!this.target) return `${String(current).padStart(7)}/Unknown`;
    const filled = Math.min(this.#width, Math.floor((this.#width * current) / this.target));
    return `${bold(this.#count(current))} ${green("━".repeat(filled))}${grey("━".repeat(this.#width - filled))}`;
  }

  #count(current: number): string {
    const target = String(this.target);
    return `${String(current).padStart(target.length)}/${target}`;
  }

  /** The time left, or at the end the time it took. */
  #time(current: number, now: number, perUnit: number, isLast: boolean): string {
    if (!this.target || isLast) return `${((now - this.#start) / 1000).toFixed(0)}s`;
    const left = Math.floor(perUnit * (this.target - current));
    const two = (n: number): string => String(Math.floor(n)).padStart(2, "0");
    if (left > 3600)
      return `${Math.floor(left / 3600)}:${two((left % 3600) / 60)}:${two(left % 60)}`;
    return left > 60 ? `${Math.floor(left / 60)}:${two(left % 60)}` : `${left}s`;
  }

  #pace(seconds: number): string {
    if (seconds >= 1 || seconds === 0) return `${seconds.toFixed(0)}s/${this.#unit}`;
    if (seconds >= 1e-3) return `${(seconds * 1e3).toFixed(0)}ms/${this.#unit}`;
    return `${(seconds * 1e6).toFixed(0)}us/${this.#unit}`;
  }

  #logs(): string {
    return [...this.#values]
      .map(([name, { total, steps }]) => {
        const mean = total / Math.max(1, steps);
        return ` - ${name}: ${Math.abs(mean) > 1e-3 ? mean.toFixed(4) : exponential(mean)}`;
      })
      .join("");
  }

  /** Seconds per step; the first one, which compiles, does not count. */
  #perUnit(current: number, now: number): number {
    if (current === 0) return 0;
    const seconds =
      this.#afterFirst !== undefined && current > 1
        ? (now - this.#afterFirst) / 1000 / (current - 1)
        : (now - this.#start) / 1000 / current;
    if (current === 1) this.#afterFirst = now;
    return seconds;
  }
}

/** As Python writes it, with two digits at least: `1.0000e-04`. */
function exponential(x: number): string {
  return x.toExponential(4).replace(/e([+-])(\d)$/, "e$10$2");
}

function isTerminal(): boolean {
  return typeof process !== "undefined" && process.stdout?.isTTY === true;
}
