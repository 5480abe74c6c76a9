import type { SeedGenerator } from "./generator.js";

/** Words for `size` uniform numbers, one each. */
export function uniformFrom(words: Uint32Array): Float32Array {
  const out = new Float32Array(words.length);
  // The upper 24 bits: every value is exact in float32, and 1 never appears.
  for (let i = 0; i < out.length; i++) out[i] = ((words[i] as number) >>> 8) * 2 ** -24;
  return out;
}

/** Normal numbers from pairs of words by the Box–Muller transform; `words.length` is even. */
export function normalFrom(words: Uint32Array, size: number): Float32Array {
  const out = new Float32Array(size);
  for (let i = 0; i < size; i += 2) {
    const radius = Math.sqrt(-2 * Math.log((((words[i] as number) >>> 8) + 1) * 2 ** -24));
    const angle = 2 * Math.PI * (((words[i + 1] as number) >>> 8) * 2 ** -24);
    out[i] = radius * Math.cos(angle);
    if (i + 1 < size) out[i + 1] = radius * Math.sin(angle);
  }
  return out;
}

/** How many words `size` normal numbers take. */
export function normalWords(size: number): number {
  return size + (size & 1);
}

/** `size` numbers, uniform in [0, 1). */
export function drawUniform(generator: SeedGenerator, size: number): Float32Array {
  return uniformFrom(generator.words(size));
}

/** `size` numbers from the standard normal distribution. */
export function drawNormal(generator: SeedGenerator, size: number): Float32Array {
  return normalFrom(generator.words(normalWords(size)), size);
}

/** `size` standard normal numbers, those beyond ±2 drawn again. */
export function drawTruncatedNormal(generator: SeedGenerator, size: number): Float32Array {
  const out = new Float32Array(size);
  let filled = 0;
  while (filled < size) {
    for (const value of drawNormal(generator, size - filled)) {
      if (Math.abs(value) <= 2) out[filled++] = value;
    }
  }
  return out;
}

/** 0 … size − 1 in random order. */
export function permutation(generator: SeedGenerator, size: number): Int32Array {
  return permutationFrom(generator.words(size));
}

/** 0 … words.length − 1 in random order (Fisher–Yates), from one word each. */
export function permutationFrom(words: Uint32Array): Int32Array {
  const order = Int32Array.from({ length: words.length }, (_, i) => i);
  for (let i = words.length - 1; i > 0; i--) {
    const j = Math.floor((words[i] as number) * 2 ** -32 * (i + 1));
    const held = order[i] as number;
    order[i] = order[j] as number;
    order[j] = held;
  }
  return order;
}
