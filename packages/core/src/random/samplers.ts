import type { Numbers } from "./numbers.js";

/**
 * The logarithm of a number with the density x^(alpha−1) e^(−x) / Γ(alpha); it does not underflow
 * where the number itself would. Source: Marsaglia & Tsang, A Simple Method for Generating Gamma
 * Variables (2000), section 8 for alpha < 1.
 */
export function logGamma(numbers: Numbers, alpha: number): number {
  if (!(alpha > 0)) return Number.NaN;
  if (alpha < 1) return logGamma(numbers, alpha + 1) + Math.log(numbers.uniform()) / alpha;
  const d = alpha - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = numbers.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(numbers.uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
      return Math.log(d * v);
    }
  }
}

/** A number in (0, 1) with the density x^(alpha−1) (1−x)^(beta−1) / B(alpha, beta). */
export function beta(numbers: Numbers, alpha: number, other: number): number {
  const [a, b] = [logGamma(numbers, alpha), logGamma(numbers, other)];
  return 1 / (1 + Math.exp(b - a));
}

/** Trials up to this number are counted one by one. */
const fewTrials = 20;

/**
 * How many of `count` trials succeed. Many trials are halved: the middle one of as many uniform
 * numbers, in order, has a beta distribution, and tells how many trials lie on either side.
 * Source: Devroye, Non-Uniform Random Variate Generation (1986), X.4.3.
 */
export function binomial(numbers: Numbers, count: number, probability: number): number {
  if (!(count >= 0 && probability >= 0 && probability <= 1)) return Number.NaN;
  let [trials, p, successes] = [Math.floor(count), probability, 0];
  while (trials > fewTrials && p > 0 && p < 1) {
    const middle = 1 + Math.floor(trials / 2);
    const x = beta(numbers, middle, trials + 1 - middle);
    if (x >= p) {
      trials = middle - 1;
      p /= x;
    } else {
      successes += middle;
      trials -= middle;
      p = (p - x) / (1 - x);
    }
  }
  if (p >= 1) return successes + trials;
  if (p <= 0) return successes;
  for (let i = 0; i < trials; i++) if (numbers.uniform() < p) successes++;
  return successes;
}
