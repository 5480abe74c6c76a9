const u64 = (x: bigint): bigint => x & 0xffffffffffffffffn;
const rotate = (x: bigint, by: bigint): bigint => (x >> (64n - by)) | u64(x << by);

/** SipHash-2-4 of the UTF-8 bytes of `text` under a key of two numbers. Source: Aumasson & Bernstein (2012). */
export function sipHash64(text: string, key: readonly number[]): bigint {
  const bytes = new TextEncoder().encode(text);
  const [k0, k1] = key.map((part) => u64(BigInt(part))) as [bigint, bigint];
  let v0 = k0 ^ 0x736f6d6570736575n;
  let v1 = k1 ^ 0x646f72616e646f6dn;
  let v2 = k0 ^ 0x6c7967656e657261n;
  let v3 = k1 ^ 0x7465646279746573n;
  const rounds = (count: number): void => {
    for (let i = 0; i < count; i++) {
      v0 = u64(v0 + v1);
      v1 = rotate(v1, 13n) ^ v0;
      v0 = rotate(v0, 32n);
      v2 = u64(v2 + v3);
      v3 = rotate(v3, 16n) ^ v2;
      v0 = u64(v0 + v3);
      v3 = rotate(v3, 21n) ^ v0;
      v2 = u64(v2 + v1);
      v1 = rotate(v1, 17n) ^ v2;
      v2 = rotate(v2, 32n);
    }
  };
  // Whole words of 8 bytes; the last one ends in the length.
  const words = Math.floor(bytes.length / 8) + 1;
  const padded = new Uint8Array(words * 8);
  padded.set(bytes);
  padded[padded.length - 1] = bytes.length & 0xff;
  const view = new DataView(padded.buffer);
  for (let i = 0; i < words; i++) {
    const word = view.getBigUint64(8 * i, true);
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  }
  v2 ^= 0xffn;
  rounds(4);
  return v0 ^ v1 ^ v2 ^ v3;
}
