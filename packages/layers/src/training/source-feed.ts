import { DataError } from "@antler/core";
import type { FedBatch, Feed } from "./feed.js";
import { type BatchSource, SourceReader } from "./source.js";

export interface SourceFeedOptions {
  /** Batches in an epoch; default: until the source ends. */
  readonly steps: number | undefined;
  /** The option that `steps` came from, for messages. */
  readonly option: string;
  readonly where: string;
  /** Reads and checks one batch. */
  readonly read: (batch: unknown, where: string) => Promise<FedBatch>;
}

/** Batches of an iterable. With a number of steps, epochs share one pass over it. */
export class SourceFeed implements Feed {
  steps: number;
  readonly rows = 0;
  readonly #reader: SourceReader;
  readonly #options: SourceFeedOptions;
  #first: { readonly batch: unknown } | undefined;
  #epochs = 0;
  #taken = 0;

  private constructor(source: BatchSource<unknown>, options: SourceFeedOptions) {
    this.#reader = new SourceReader(source, options.where);
    this.#options = options;
    this.steps = options.steps ?? 0;
  }

  /**
   * Takes the first batch at once: what is wrong with the source shows before anything is done, and
   * a model may learn its shapes from it.
   * @throws DataError if the source is empty or fails
   */
  static async open(
    source: BatchSource<unknown>,
    options: SourceFeedOptions,
    prepare: (batch: unknown) => void,
  ): Promise<SourceFeed> {
    const feed = new SourceFeed(source, options);
    feed.#first = await feed.#reader.take();
    if (feed.#first === undefined) {
      throw new DataError(
        `${options.where}: the source of batches is empty. Expected one batch at least, received none. A generator gives its batches once: make a new one.`,
      );
    }
    try {
      prepare(feed.#first.batch);
    } catch (error) {
      await feed.close();
      throw error;
    }
    return feed;
  }

  begin(): void {
    this.#epochs++;
    this.#taken = 0;
  }

  async next(): Promise<FedBatch | undefined> {
    const { steps, read, where } = this.#options;
    if (steps !== undefined && this.#taken === steps) return undefined;
    const found = await this.#take();
    if (found === undefined) {
      if (this.#taken === 0 || steps !== undefined) throw this.#ended();
      this.steps = this.#taken;
      return undefined;
    }
    this.#taken++;
    return read(found.batch, `${where} (batch ${this.#reader.count})`);
  }

  close(): Promise<void> {
    return this.#reader.close();
  }

  async #take() {
    const first = this.#first;
    this.#first = undefined;
    if (first !== undefined) return first;
    const continues = this.#reader.isOpen;
    const found = await this.#reader.take();
    // It ended exactly where the last epoch did.
    return found === undefined && this.#taken === 0 && continues ? this.#reader.take() : found;
  }

  #ended(): DataError {
    const { steps, option, where } = this.#options;
    const epoch = `epoch ${this.#epochs}`;
    const expected =
      steps === undefined ? `batches for ${epoch}` : `${steps} batches (${option}) for ${epoch}`;
    return new DataError(
      `${where}: the source of batches ended early. Expected ${expected}, received ${this.#taken} (${this.#reader.count} in all). A generator gives its batches once: pass an object whose [Symbol.iterator] makes a new iterator for every epoch, or ask for fewer steps or epochs.`,
    );
  }
}
