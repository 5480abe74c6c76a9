// FarmHash64 ("na"), the hash behind TensorFlow's string buckets. Source: Google's FarmHash (2014).

const k0 = 0xc3a5c85c97cb3127n;
const k1 = 0xb492b66fbe98f273n;
const k2 = 0x9ae16a3b2f90404fn;
const all = 0xffffffffffffffffn;

type Pair = readonly [bigint, bigint];

const u64 = (x: bigint): bigint => x & all;
const rotate = (x: bigint, by: bigint): bigint => (u64(x) >> by) | u64(u64(x) << (64n - by));
const shiftMix = (x: bigint): bigint => u64(x) ^ (u64(x) >> 47n);

/** The 64-bit hash of the UTF-8 bytes of `text`. */
export function farmHash64(text: string): bigint {
  const bytes = new TextEncoder().encode(text);
  const length = bytes.length;
  if (length <= 16) return upTo16(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const at = (i: number): bigint => view.getBigUint64(i, true);
  return length > 64 ? long(at, length) : upTo64(at, length);
}

function mix(u: bigint, v: bigint, multiplier: bigint): bigint {
  const a = shiftMix((u64(u) ^ u64(v)) * multiplier);
  const b = shiftMix((u64(v) ^ a) * multiplier);
  return u64(b * multiplier);
}

function upTo16(bytes: Uint8Array): bigint {
  const { length } = bytes;
  const size = BigInt(length);
  const multiplier = k2 + size * 2n;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  if (length >= 8) {
    const a = view.getBigUint64(0, true) + k2;
    const b = view.getBigUint64(length - 8, true);
    return mix(rotate(b, 37n) * multiplier + a, (rotate(a, 25n) + b) * multiplier, multiplier);
  }
  if (length >= 4) {
    const first = BigInt(view.getUint32(0, true));
    return mix(size + (first << 3n), BigInt(view.getUint32(length - 4, true)), multiplier);
  }
  if (length === 0) return k2;
  const [a, b, c] = [0, length >> 1, length - 1].map((i) => BigInt(bytes[i] ?? 0)) as bigint[] as [
    bigint,
    bigint,
    bigint,
  ];
  return u64(shiftMix(u64((a + (b << 8n)) * k2) ^ u64((size + (c << 2n)) * k0)) * k2);
}

/** 17 … 64 bytes. */
function upTo64(at: (i: number) => bigint, length: number): bigint {
  const multiplier = k2 + BigInt(length) * 2n;
  const a = at(0) * (length <= 32 ? k1 : k2);
  const b = at(8);
  const c = at(length - 8) * multiplier;
  const d = at(length - 16) * k2;
  const y = rotate(a + b, 43n) + rotate(c, 30n) + d;
  const z = mix(y, a + rotate(b + k2, 18n) + c, multiplier);
  if (length <= 32) return z;
  const e = at(16) * multiplier;
  const f = at(24);
  const g = (y + at(length - 32)) * multiplier;
  const h = (z + at(length - 24)) * multiplier;
  return mix(rotate(e + f, 43n) + rotate(g, 30n) + h, e + rotate(f + a, 18n) + g, multiplier);
}

function long(at: (i: number) => bigint, length: number): bigint {
  const seed = 81n;
  let y = u64(seed * k1 + 113n);
  let z = u64(shiftMix(y * k2 + 113n) * k2);
  let x = u64(seed * k2 + at(0));
  let v: Pair = [0n, 0n];
  let w: Pair = [0n, 0n];
  const round = (s: number, multiplier: bigint, last: bigint): void => {
    x = u64(rotate(x + y + v[0] + at(s + 8), 37n) * multiplier);
    y = u64(rotate(y + v[1] + at(s + 48), 42n) * multiplier);
    x ^= u64(w[1] * last);
    y = u64(y + v[0] * last + at(s + 40));
    z = u64(rotate(z + w[0], 33n) * multiplier);
    v = weak(at, s, v[1] * multiplier, x + w[0]);
    w = weak(at, s + 32, z + w[1], y + at(s + 16));
    [z, x] = [x, z];
  };
  const end = Math.floor((length - 1) / 64) * 64;
  for (let s = 0; s < end; s += 64) round(s, k1, 1n);
  const multiplier = k1 + ((z & 0xffn) << 1n);
  const w0 = u64(w[0] + BigInt((length - 1) & 63));
  v = [u64(v[0] + w0), v[1]];
  w = [u64(w0 + v[0]), w[1]];
  round(length - 64, multiplier, 9n);
  return mix(
    mix(v[0], w[0], multiplier) + shiftMix(y) * k0 + z,
    mix(v[1], w[1], multiplier) + x,
    multiplier,
  );
}

function weak(at: (i: number) => bigint, s: number, first: bigint, second: bigint): Pair {
  const a = u64(first + at(s));
  const b = rotate(second + a + at(s + 24), 21n);
  const sum = u64(a + at(s + 8) + at(s + 16));
  return [u64(sum + at(s + 24)), u64(b + rotate(sum, 44n) + a)];
}

/** One hash of two, in order: TensorFlow's FingerprintCat64. */
export function joinHashes(first: bigint, second: bigint): bigint {
  const multiplier = 0xc6a4a7935bd1e995n;
  const mixed = u64(shiftMix(second * multiplier) * multiplier);
  const product = u64((first ^ multiplier ^ mixed) * multiplier);
  return shiftMix(shiftMix(product) * multiplier);
}
