import { DataError, isTypedArray, Tensor, Variable } from "@antler/core";
import type { Data, DataLike } from "./data.js";

/** A batch to learn from or to be measured on. */
export type LabelledBatch =
  | readonly [x: Data, y: Data]
  | readonly [x: Data, y: Data, sampleWeight: DataLike | null | undefined];

/**
 * Batches that are made when they are needed. A generator gives its batches once; an object whose
 * `[Symbol.iterator]` makes new iterators gives them in every epoch. An array is data, no source.
 */
export type BatchSource<B = LabelledBatch> = Iterable<B> | AsyncIterable<B>;

/** Whether `x` gives batches rather than values. */
export function isBatchSource(x: unknown): x is BatchSource<unknown> {
  if (typeof x !== "object" || x === null) return false;
  if (Array.isArray(x) || isTypedArray(x) || x instanceof Tensor || x instanceof Variable) {
    return false;
  }
  return Symbol.asyncIterator in x || Symbol.iterator in x;
}

/** Takes batches from a source, again from its beginning where it can. */
export class SourceReader {
  /** Batches that were taken in all. */
  count = 0;
  readonly #source: BatchSource<unknown>;
  readonly #where: string;
  #iterator: Iterator<unknown> | AsyncIterator<unknown> | undefined;

  constructor(source: BatchSource<unknown>, where: string) {
    this.#source = source;
    this.#where = where;
  }

  /** Whether the next batch continues what was begun before. */
  get isOpen(): boolean {
    return this.#iterator !== undefined;
  }

  /**
   * The next batch; none at the end, after which the source is opened anew.
   * @throws DataError if the source fails
   */
  async take(): Promise<{ readonly batch: unknown } | undefined> {
    let result: IteratorResult<unknown>;
    try {
      this.#iterator ??= this.#open();
      result = await this.#iterator.next();
    } catch (cause) {
      this.#iterator = undefined;
      throw new DataError(
        `${this.#where}: the source of batches failed. Expected batch ${this.count + 1}, received ${cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)}. What was learned from the batches before it is kept.`,
        { cause },
      );
    }
    if (result.done === true) {
      this.#iterator = undefined;
      return undefined;
    }
    this.count++;
    return { batch: result.value };
  }

  /**
   * Ends a pass that this reader began. A generator that was passed itself stays open: whoever made it
   * may go on with it.
   */
  async close(): Promise<void> {
    const iterator = this.#iterator;
    this.#iterator = undefined;
    if ((iterator as unknown) === this.#source) return;
    try {
      await iterator?.return?.();
    } catch {
      // The run is over: what it gave or threw is worth more than how its source was put away.
    }
  }

  #open(): Iterator<unknown> | AsyncIterator<unknown> {
    const source = this.#source;
    if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
    return source[Symbol.iterator]();
  }
}
