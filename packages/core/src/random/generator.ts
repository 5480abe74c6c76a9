import { ArgumentError } from "../errors.js";
import { type Key, threefry } from "./threefry.js";

/** What restores a generator: its seed, and how many blocks it has given out. */
export interface GeneratorState {
  readonly seed: number;
  readonly counter: number;
}

/**
 * A stream of random numbers that depends on its seed alone: the same on every backend and
 * machine, bit for bit. Every draw advances it.
 */
export class SeedGenerator {
  readonly seed: number;
  readonly name: string;
  readonly #chosen: number | null;
  readonly #key: Key;
  #counter = 0;

  /**
   * @param seed a non-negative safe integer; default: one that nobody chose
   * @throws ArgumentError for anything else
   */
  constructor(seed: number | null = null, options: { readonly name?: string } = {}) {
    const value = seed ?? Math.floor(Math.random() * 2 ** 32);
    if (!Number.isSafeInteger(value) || value < 0) {
      throw new ArgumentError(
        `SeedGenerator: seed must be a non-negative integer, received ${value}.`,
      );
    }
    this.seed = value;
    this.name = options.name ?? "seed_generator";
    this.#chosen = seed;
    this.#key = [value >>> 0, Math.floor(value / 2 ** 32) >>> 0];
  }

  /** The next `count` words of 32 random bits. */
  words(count: number): Uint32Array {
    return this.wordsAt(this.reserve(count), count);
  }

  /** Sets `count` words aside; `wordsAt` gives them out, as often as they are wanted. */
  reserve(count: number): number {
    const at = this.#counter;
    this.#counter += Math.ceil(count / 2);
    return at;
  }

  /** The words that `reserve` set aside. */
  wordsAt(counter: number, count: number): Uint32Array {
    return threefry(this.#key, counter, Math.ceil(count / 2)).subarray(0, count);
  }

  /** A generator of its own, seeded by this one. */
  spawn(): SeedGenerator {
    return seededBy(this.words(2));
  }

  /** The state as of now, [seed, counter], and moves on, so that it does not come again. */
  next(): readonly [seed: number, counter: number] {
    return [this.seed, this.reserve(2)];
  }

  /** What builds the generator anew, from its beginning. */
  getConfig(): { readonly seed: number | null; readonly name: string } {
    return { seed: this.#chosen, name: this.name };
  }

  static fromConfig(config: {
    readonly seed: number | null;
    readonly name?: string;
  }): SeedGenerator {
    const { seed, name } = config;
    return new SeedGenerator(seed, name === undefined ? {} : { name });
  }

  toJSON(): GeneratorState {
    return { seed: this.seed, counter: this.#counter };
  }

  /** Goes on where `state` was taken. */
  static fromJSON(state: GeneratorState): SeedGenerator {
    const generator = new SeedGenerator(state.seed);
    generator.#counter = state.counter;
    return generator;
  }
}

let shared = new SeedGenerator();

/** The generator behind everything that is not given one of its own. */
export function globalSeedGenerator(): SeedGenerator {
  return shared;
}

/** Starts the global generator anew: the same seed gives the same weights, masks and shuffles. */
export function setRandomSeed(seed: number): void {
  shared = new SeedGenerator(seed);
}

/** A generator from two words. */
export function seededBy(words: Uint32Array): SeedGenerator {
  const [low, high] = words as unknown as [number, number];
  return new SeedGenerator((high & 0xfffff) * 2 ** 32 + low);
}

/** What a `seed` may be: a generator, a number, or nothing for the global generator. */
export type Seed = SeedGenerator | number | null | undefined;

/** A generator from what an option may hold. */
export function toGenerator(seed: Seed): SeedGenerator {
  if (seed instanceof SeedGenerator) return seed;
  if (seed === undefined || seed === null) return shared;
  return new SeedGenerator(seed);
}
