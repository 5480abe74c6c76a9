/**
 * Goodness-of-fit tests at one level: a right sampler fails one with probability 10⁻⁶. Seeds are
 * fixed, so that a test that passes once passes always.
 */
export const falseAlarm = 1e-6;

/** Upper 10⁻⁶ quantile of the standard normal distribution. */
const quantile = 4.7534;

/** Largest distance of the empirical distribution from `cdf`, as a share of the critical one. */
export function kolmogorovSmirnov(sample: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  let distance = 0;
  sorted.forEach((x, i) => {
    const expected = cdf(x);
    distance = Math.max(distance, expected - i / n, (i + 1) / n - expected);
  });
  // Massart's bound: P(D > d) ≤ 2 exp(−2 n d²).
  return distance / Math.sqrt(Math.log(2 / falseAlarm) / (2 * n));
}

/** Pearson's statistic of counts against probabilities, as a share of the critical one. */
export function chiSquare(counts: readonly number[], probabilities: readonly number[]): number {
  const n = counts.reduce((sum, count) => sum + count, 0);
  let statistic = 0;
  counts.forEach((count, i) => {
    const expected = n * (probabilities[i] as number);
    statistic += (count - expected) ** 2 / expected;
  });
  const k = counts.length - 1;
  // Wilson and Hilferty's approximation of the quantile.
  return statistic / (k * (1 - 2 / (9 * k) + quantile * Math.sqrt(2 / (9 * k))) ** 3);
}

/** How often each of the integers 0 … size − 1 occurs. */
export function countsOf(sample: ArrayLike<number>, size: number): number[] {
  const counts = Array.from({ length: size }, () => 0);
  for (const x of Array.from(sample)) counts[x] = (counts[x] ?? 0) + 1;
  return counts;
}

/** The distribution function of a density on [low, high], by Simpson's rule. */
export function cdfOf(
  density: (x: number) => number,
  low: number,
  high: number,
  steps = 20_000,
): (x: number) => number {
  const h = (high - low) / steps;
  const table = new Float64Array(steps + 1);
  for (let i = 1; i <= steps; i++) {
    const x = low + (i - 1) * h;
    const area = (h / 6) * (density(x) + 4 * density(x + h / 2) + density(x + h));
    table[i] = (table[i - 1] as number) + area;
  }
  const total = table[steps] as number;
  return (x) => {
    const place = Math.min(Math.max((x - low) / h, 0), steps);
    const i = Math.min(Math.floor(place), steps - 1);
    const [a, b] = [table[i] as number, table[i + 1] as number];
    return (a + (place - i) * (b - a)) / total;
  };
}
