import { ArgumentError, globalSeedGenerator, type HostTensor, permutation } from "@antler/core";
import type { Column } from "./columns.js";
import { BatchCutter, type Dataset } from "./dataset.js";
import type { Batch } from "./step.js";

/** A batch, with the columns that it was cut from. */
export interface FedBatch {
  readonly columns: Batch<Column>;
  readonly values: Batch<HostTensor>;
}

/** Where the batches of a run come from, epoch by epoch. */
export interface Feed {
  /** Batches in an epoch; 0 while that is not known. */
  readonly steps: number;
  /** Rows of the data; 0 where that is not known. */
  readonly rows: number;
  /** Before the first batch of an epoch. */
  begin(): void;
  /** The next batch of the epoch, valid until the one after it; none at the end. */
  next(): FedBatch | undefined | Promise<FedBatch | undefined>;
  close(): void | Promise<void>;
}

/** How a data set is cut. */
export interface ArrayFeedOptions {
  readonly batchSize: number;
  readonly shuffle: boolean;
  /** Batches in an epoch; default: all. With fewer, the next epoch goes on where this one ended. */
  readonly steps: number | undefined;
  readonly where: string;
}

/** Batches of data in memory. */
export class ArrayFeed implements Feed {
  readonly steps: number;
  readonly rows: number;
  readonly #data: Dataset;
  readonly #options: ArrayFeedOptions;
  readonly #cutter: BatchCutter;
  readonly #batches: number;
  #order: Int32Array | undefined;
  /** Batches since the beginning of the data, and of the epoch. */
  #at: number;
  #taken = 0;
  #warned = false;

  constructor(data: Dataset, options: ArrayFeedOptions) {
    this.rows = data.rows;
    this.#data = data;
    this.#options = options;
    this.#cutter = new BatchCutter(data);
    this.#batches = Math.ceil(data.rows / options.batchSize);
    this.#at = this.#batches;
    this.steps = options.steps ?? this.#batches;
  }

  begin(): void {
    this.#taken = 0;
    if (this.#options.steps !== undefined && this.#at < this.#batches) return;
    this.#at = 0;
    this.#order = this.#options.shuffle ? permutation(globalSeedGenerator(), this.rows) : undefined;
  }

  next(): FedBatch | undefined {
    if (this.#taken === this.steps) return undefined;
    if (this.#at === this.#batches) {
      this.#warn();
      return undefined;
    }
    const { batchSize } = this.#options;
    const start = this.#at * batchSize;
    const values = this.#cutter.take(this.#order, start, Math.min(start + batchSize, this.rows));
    this.#at++;
    this.#taken++;
    return { columns: this.#data.columns, values };
  }

  close(): void {}

  #warn(): void {
    if (this.#warned) return;
    this.#warned = true;
    console.warn(
      `${this.#options.where}: the data ended within an epoch. Expected ${this.steps} batches of ${this.#options.batchSize} rows, received ${this.#taken}; the epoch ends here, and the next begins at the first row. Ask for fewer steps, or let the data repeat.`,
    );
  }
}

/** @throws ArgumentError for options that are about rows of arrays */
export function refuseForSources(options: object, names: readonly string[], where: string): void {
  for (const name of names) {
    if ((options as Record<string, unknown>)[name] === undefined) continue;
    throw new ArgumentError(
      `${where}: ${name} does not go with a source of batches. Expected arrays, received an iterable.${name === "sampleWeight" ? " Give batches [x, y, sampleWeight]." : ""}`,
    );
  }
}
