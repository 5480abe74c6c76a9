import { ArgumentError } from "@antler/core";
import { Callback, type Logs } from "./callback.js";

export interface CSVLoggerOptions {
  /** Between the values of a row; default `","`. */
  readonly separator?: string | undefined;
  /** Goes on with the file that is there; default false: it is written anew. */
  readonly append?: boolean | undefined;
}

/** Writes the logs of every epoch as a row of a CSV file. In Node.js only. */
export class CSVLogger extends Callback {
  readonly filename: string;
  readonly #separator: string;
  readonly #append: boolean;
  #columns: readonly string[] | undefined;
  #needsHeader = true;

  constructor(filename: string, options: CSVLoggerOptions = {}) {
    super();
    if (typeof filename !== "string" || filename === "") {
      throw new ArgumentError(
        `csvLogger: filename is missing. Expected a path, received ${String(filename)}.`,
      );
    }
    this.filename = filename;
    this.#separator = options.separator ?? ",";
    this.#append = options.append ?? false;
  }

  override async onTrainBegin(): Promise<void> {
    const fs = await import("node:fs/promises");
    this.#columns = undefined;
    this.#needsHeader = true;
    if (this.#append) {
      const size = await fs.stat(this.filename).then(
        (stats) => stats.size,
        () => 0,
      );
      this.#needsHeader = size === 0;
    } else await fs.writeFile(this.filename, "");
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    this.#columns ??= columnsOf(logs);
    const rows = [[epoch, ...this.#columns.map((name) => logs[name] ?? "NA")]];
    const header = this.#needsHeader ? [["epoch", ...this.#columns]] : [];
    this.#needsHeader = false;
    const text = [...header, ...rows].map((row) => this.#line(row)).join("");
    const fs = await import("node:fs/promises");
    await fs.appendFile(this.filename, text);
  }

  #line(row: readonly (string | number)[]): string {
    const cells = row.map((value) => {
      const text = String(value);
      const isPlain = !text.includes(this.#separator) && !/["\r\n]/.test(text);
      return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
    });
    return `${cells.join(this.#separator)}\r\n`;
  }
}

/** All names in order; if there was no validation yet, with columns for it. */
function columnsOf(logs: Logs): readonly string[] {
  const names = Object.keys(logs).sort();
  const isValidated = names.some((name) => name.startsWith("val_"));
  return isValidated ? names : [...names, ...names.map((name) => `val_${name}`)];
}
