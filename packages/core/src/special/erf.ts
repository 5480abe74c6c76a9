// Error functions to double precision. Source: Abramowitz & Stegun 7.1.6 (series) and 7.1.14
// (continued fraction of the complement).

/** Beyond this the continued fraction is used, which gives small complements without cancellation. */
const seriesLimit = 2.5;

/** erf x = 2/√π ∫₀ˣ e^(−t²) dt */
export function erf(x: number): number {
  const z = Math.abs(x);
  if (Number.isNaN(x)) return x;
  return Math.sign(x) * (z < seriesLimit ? series(z) : 1 - tail(z));
}

/** erfc x = 1 − erf x, exact for large x too. */
export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < 0) return 2 - erfc(-x);
  return x < seriesLimit ? 1 - series(x) : tail(x);
}

/** The inverse of erf: an approximation, made exact by Newton's steps on the smaller side. */
export function erfinv(x: number): number {
  const z = Math.abs(x);
  if (Number.isNaN(x) || z > 1) return Number.NaN;
  if (z === 1) return x * Number.POSITIVE_INFINITY;
  // Source: S. Winitzki, "A handy approximation for the error function and its inverse" (2008).
  const logarithm = Math.log1p(-z * z);
  const a = 0.147;
  const middle = 2 / (Math.PI * a) + logarithm / 2;
  let y = Math.sqrt(Math.sqrt(middle * middle - logarithm / a) - middle);
  for (let step = 0; step < 4; step++) {
    const error = z < 0.5 ? erf(y) - z : 1 - z - erfc(y);
    y -= error / ((2 / Math.sqrt(Math.PI)) * Math.exp(-y * y));
  }
  return Math.sign(x) * y;
}

function series(z: number): number {
  let term = z;
  let sum = z;
  for (let n = 1; Math.abs(term) > 1e-17 * sum; n++) {
    term *= (2 * z * z) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z) * sum;
}

function tail(z: number): number {
  if (z > 30) return 0;
  let fraction = 0;
  for (let n = 60; n > 0; n--) fraction = n / 2 / (z + fraction);
  return Math.exp(-z * z) / (Math.sqrt(Math.PI) * (z + fraction));
}
