/** Transforms up to this length are one matrix product; longer ones are split. */
export const directLength = 64;

/** Prime lengths up to this are a matrix product all the same. */
export const largestPrime = 512;

/** a of n = a · b, as near to √n as possible; 1 for a prime. */
export function splitLength(n: number): number {
  for (let a = Math.floor(Math.sqrt(n)); a > 1; a--) if (n % a === 0) return a;
  return 1;
}

/** The largest prime factor. */
export function largestFactor(n: number): number {
  let rest = n;
  let largest = 1;
  for (let p = 2; p * p <= rest; p++) {
    while (rest % p === 0) [rest, largest] = [rest / p, p];
  }
  return rest > 1 ? rest : largest;
}

/** cos and sin of 2π · turns / n, exact where a quarter turn divides. */
export function rootOfUnity(turns: number, n: number): readonly [cos: number, sin: number] {
  const k = ((turns % n) + n) % n;
  const quarters = (4 * k) / n;
  if (Number.isInteger(quarters)) {
    return [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ][quarters] as [number, number];
  }
  return [Math.cos((2 * Math.PI * k) / n), Math.sin((2 * Math.PI * k) / n)];
}

/** Σⱼ xⱼ e^(−2πi jk/n) of complex numbers, n a power of two, in place. */
export function transformInPlace(real: Float64Array, imaginary: Float64Array): void {
  const n = real.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j |= bit;
    if (i < j) {
      [real[i], real[j]] = [real[j] as number, real[i] as number];
      [imaginary[i], imaginary[j]] = [imaginary[j] as number, imaginary[i] as number];
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    for (let k = 0; k < size / 2; k++) {
      const [cos, sin] = rootOfUnity(-k, size);
      for (let i = k; i < n; i += size) {
        const j = i + size / 2;
        const [x, y] = [real[j] as number, imaginary[j] as number];
        const [re, im] = [x * cos - y * sin, x * sin + y * cos];
        real[j] = (real[i] as number) - re;
        imaginary[j] = (imaginary[i] as number) - im;
        real[i] = (real[i] as number) + re;
        imaginary[i] = (imaginary[i] as number) + im;
      }
    }
  }
}
