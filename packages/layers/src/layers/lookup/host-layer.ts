import { ArgumentError, ops, ShapeError, type Tensor } from "@antler/core";
import { LayerState } from "../../base/layer-state.js";
import { farmHash64 } from "./farmhash.js";
import { sipHash64 } from "./siphash.js";

/** A word, a whole number, or nested lists of them. */
export type Nested<T> = T | readonly Nested<T>[];

export type Word = string | number;

/** How a host layer is called. */
export type HostFunction = (inputs: Nested<Word>) => unknown;

export interface HostLayer extends HostFunction {}

/** A layer that reads words, which are no tensors: it prepares data before a model and runs at once. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface adds the call signature
export abstract class HostLayer extends LayerState {
  /** The result for words: a tensor, or words again. */
  abstract call(inputs: Nested<Word>): unknown;

  override invoke(inputs: Nested<Word>): unknown {
    return this.call(inputs);
  }

  /** There are no weights to make. */
  override get built(): boolean {
    return true;
  }
}

/** The elements of nested lists, in order, and the lengths of the lists. */
export interface Elements<T> {
  readonly values: readonly T[];
  readonly shape: readonly number[];
}

/** @throws ShapeError unless lists of one depth have one length */
export function elementsOf(inputs: Nested<Word>, where: string): Elements<Word> {
  if (!Array.isArray(inputs)) {
    if (typeof inputs === "string" || typeof inputs === "number") {
      return { values: [inputs], shape: [] };
    }
    if (ArrayBuffer.isView(inputs)) return elementsOf(Array.from(inputs as never), where);
    throw new ArgumentError(
      `${where}: expected words or numbers, alone or in lists, received ${typeof inputs}. Read a tensor first: await x.array().`,
    );
  }
  const parts = inputs.map((part) => elementsOf(part, where));
  const inner = parts[0]?.shape ?? [];
  const odd = parts.find(({ shape }) => String(shape) !== String(inner));
  if (odd !== undefined) {
    throw new ShapeError(
      `${where}: expected lists of one length, received [${inner}] beside [${odd.shape}].`,
    );
  }
  return { values: parts.flatMap(({ values }) => values), shape: [inputs.length, ...inner] };
}

/** Lists of that shape. */
export function nest<T>({ values, shape }: Elements<T>): Nested<T> {
  if (shape.length === 0) return values[0] as T;
  const [count = 0, ...inner] = shape;
  const size = inner.reduce((a, b) => a * b, 1);
  return Array.from({ length: count }, (_, i) =>
    nest({ values: values.slice(i * size, (i + 1) * size), shape: inner }),
  );
}

/** Whole numbers as a tensor. */
export function indexTensor({ values, shape }: Elements<number>): Tensor {
  return ops.reshape(ops.cast([...values], "int32"), shape);
}

/** Which of `buckets` a word falls into: by FarmHash64, or by SipHash under a key. */
export function bucketOf(word: Word, buckets: number, key: readonly number[] | null): number {
  const text = typeof word === "number" ? String(Math.trunc(word)) : word;
  return Number((key === null ? farmHash64(text) : sipHash64(text, key)) % BigInt(buckets));
}

/**
 * The two numbers of a key; one stands for both.
 * @throws ArgumentError for anything else
 */
export function checkSalt(
  salt: number | readonly number[] | null | undefined,
  where: string,
): readonly number[] | null {
  if (salt === null || salt === undefined) return null;
  const key = typeof salt === "number" ? [salt, salt] : salt;
  if (Array.isArray(key) && key.length === 2 && key.every(Number.isInteger)) return [...key];
  throw new ArgumentError(
    `${where}: salt is no key. Expected an integer, or two, received ${JSON.stringify(salt)}.`,
  );
}
