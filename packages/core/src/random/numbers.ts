import type { SeedGenerator } from "./generator.js";

const buffered = 256;

/** Single random numbers in float64, for samplers that can't say beforehand how many they need. */
export class Numbers {
  readonly #generator: SeedGenerator;
  #words: Uint32Array = new Uint32Array();
  #next = 0;
  #spare: number | undefined;

  constructor(generator: SeedGenerator) {
    this.#generator = generator;
  }

  /** Uniform in (0, 1). */
  uniform(): number {
    if (this.#next === this.#words.length) {
      this.#words = this.#generator.words(buffered);
      this.#next = 0;
    }
    const [low, high] = [this.#words[this.#next], this.#words[this.#next + 1]] as [number, number];
    this.#next += 2;
    return unit53(low, high);
  }

  /** Standard normal, two at a time by the Box–Muller transform. */
  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(this.uniform()));
    const angle = 2 * Math.PI * this.uniform();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}

/** Two words as a number in (0, 1): the middle of one of 2⁵² equal parts. */
export function unit53(low: number, high: number): number {
  return ((high >>> 6) * 2 ** 26 + (low >>> 6) + 0.5) * 2 ** -52;
}
