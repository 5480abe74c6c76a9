/**
 * Threefry-2x32 with 20 rounds: a counter-based generator, so that any block of numbers can be had
 * by its index. Source: Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3" (SC 2011);
 * checked against the known-answer vectors of Random123.
 */
export type Key = readonly [low: number, high: number];

const parity = 0x1bd11bda;
const rotations = [13, 15, 26, 6, 17, 29, 16, 24] as const;

/** Encrypts the counters `first` … `first + count − 1` into `2 · count` 32-bit words. */
export function threefry(key: Key, first: number, count: number): Uint32Array {
  const words = new Uint32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const index = first + i;
    encrypt(key, index | 0, Math.floor(index / 2 ** 32) | 0, words, 2 * i);
  }
  return words;
}

/** One block: the counter (c0, c1) under `key`, written to `out[at]` and `out[at + 1]`. */
export function encrypt(key: Key, c0: number, c1: number, out: Uint32Array, at: number): void {
  const [k0, k1] = [key[0] | 0, key[1] | 0];
  const schedule = [k0, k1, parity ^ k0 ^ k1] as const;
  let x0 = (c0 + k0) | 0;
  let x1 = (c1 + k1) | 0;
  for (let group = 0; group < 5; group++) {
    const offset = (group & 1) * 4;
    for (let round = 0; round < 4; round++) {
      const turn = rotations[offset + round] as number;
      x0 = (x0 + x1) | 0;
      x1 = ((x1 << turn) | (x1 >>> (32 - turn))) ^ x0;
    }
    x0 = (x0 + (schedule[(group + 1) % 3] as number)) | 0;
    x1 = (x1 + (schedule[(group + 2) % 3] as number) + group + 1) | 0;
  }
  out[at] = x0;
  out[at + 1] = x1;
}
