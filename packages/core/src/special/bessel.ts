// Modified Bessel functions of the first kind to double precision. Source: Abramowitz & Stegun
// 9.6.10 (power series, all terms positive) and 9.7.1 (asymptotic series).

/** Beyond this the asymptotic series reaches double precision. */
const seriesLimit = 30;

/** I₀; NaN at infinity, as in the numerical libraries. */
export function besselI0(x: number): number {
  return besselI(0, Math.abs(x));
}

/** I₁, odd; NaN at infinity. */
export function besselI1(x: number): number {
  return x < 0 ? -besselI(1, -x) : besselI(1, x);
}

function besselI(order: 0 | 1, x: number): number {
  let term = x <= seriesLimit && order === 1 ? x / 2 : 1;
  let sum = term;
  if (x <= seriesLimit) {
    for (let k = 1; term > 1e-17 * sum; k++) {
      term *= (x * x) / (4 * k * (k + order));
      sum += term;
    }
    return sum;
  }
  for (let k = 1; Math.abs(term) > 1e-17; k++) {
    term *= ((2 * k - 1) ** 2 - 4 * order * order) / (8 * k * x);
    sum += term;
  }
  return (Math.exp(x) / Math.sqrt(2 * Math.PI * x)) * sum;
}
