import type { Tensor } from "../tensor/tensor.js";
import type { Ops } from "./definition.js";

/** Coefficients of Lanczos's series for g = 7 (Godfrey 2001): 15 digits for x ≥ 1/2. */
const lanczos = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313,
  -176.61502916214059, 12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6,
  1.5056327351493116e-7,
];

/** log |Γ(x)| in float64. */
export function logGamma(x: number): number {
  if (x === Number.NEGATIVE_INFINITY || (x <= 0 && Number.isInteger(x))) {
    return Number.POSITIVE_INFINITY;
  }
  if (x < 0.5) return Math.log(Math.PI / Math.abs(sinPi(x))) - logGamma(1 - x);
  if (x === Number.POSITIVE_INFINITY) return x;
  const z = x - 1;
  const sum = lanczos.reduce((total, c, i) => total + (i === 0 ? c : c / (z + i)), 0);
  const t = z + 7.5;
  return (z + 0.5) * Math.log(t) - t + Math.log(Math.sqrt(2 * Math.PI) * sum);
}

/** d/dx log Γ(x) in float64; −∞ at 0, NaN at the other poles. Source: Bernardo (1976), AS 103. */
export function digammaOf(x: number): number {
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x < 0 && Number.isInteger(x)) return Number.NaN;
  if (x < 0.5) return digammaOf(1 - x) - (Math.PI * sinPi(0.5 - x)) / sinPi(x);
  let [z, sum] = [x, 0];
  for (; z < 10; z++) sum -= 1 / z;
  const s = 1 / (z * z);
  const tail = s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s / 132))));
  return sum + Math.log(z) - 0.5 / z - tail;
}

/** sin(πx), of the distance from the nearest integer. */
function sinPi(x: number): number {
  const whole = Math.round(x);
  return (whole % 2 === 0 ? 1 : -1) * Math.sin(Math.PI * (x - whole));
}

/** How far arguments below it are moved up, where the asymptotic series hold. */
const steps = 8;

/** What the series below share: arguments below 1/2 turned to 1 − x, small ones moved up. */
export interface Prepared {
  /** Whether x was turned. */
  readonly turned: Tensor;
  /** x or 1 − x. */
  readonly z: Tensor;
  /** z, or z + 8 where z is below. */
  readonly large: Tensor;
  /** Whether z was moved up. */
  readonly moved: Tensor;
  /** π times the distance of x from the nearest integer. */
  readonly angle: Tensor;
}

export function prepare(x: Tensor, ops: Ops): Prepared {
  const turned = ops.less(x, 0.5);
  const z = ops.where(turned, ops.subtract(1, x), x);
  const moved = ops.less(z, steps);
  const large = ops.where(moved, ops.add(z, steps), z);
  const angle = ops.multiply(ops.subtract(x, ops.round(x)), Math.PI);
  return { turned, z, moved, large, angle };
}

/** The terms of z, z + 1, …, z + 7 joined, where z was moved up; `neutral` elsewhere. */
export function overSteps(
  { z, moved }: Prepared,
  term: (shifted: Tensor) => Tensor,
  join: (a: Tensor, b: Tensor) => Tensor,
  neutral: number,
  ops: Ops,
): Tensor {
  const small = ops.where(moved, z, 1);
  const terms = Array.from({ length: steps }, (_, k) => term(ops.add(small, k)));
  return ops.where(moved, terms.reduce(join), neutral);
}

/** c₀ + s (c₁ + s (c₂ + …)). */
export function polynomial(s: Tensor, coefficients: readonly number[], ops: Ops): Tensor {
  const [last = 0, ...rest] = coefficients.toReversed();
  return rest.reduce<Tensor>(
    (sum, c) => ops.add(ops.multiply(sum, s), c),
    ops.multiply(ops.onesLike(s), last),
  );
}

/** d²/dx² log Γ(x), the derivative of `digamma`. */
export function trigamma(x: Tensor, ops: Ops): Tensor {
  const prepared = prepare(x, ops);
  const { turned, large, angle } = prepared;
  const inverse = ops.divide(1, large);
  const s = ops.multiply(inverse, inverse);
  const odd = polynomial(s, [1, 1 / 6, -1 / 30, 1 / 42, -1 / 30], ops);
  const series = ops.add(ops.multiply(inverse, odd), ops.multiply(s, 0.5));
  const below = overSteps(
    prepared,
    (shifted) => ops.divide(1, ops.multiply(shifted, shifted)),
    ops.add,
    0,
    ops,
  );
  const value = ops.add(series, below);
  const sine = ops.sin(ops.where(turned, angle, 1));
  const mirror = ops.divide(Math.PI ** 2, ops.multiply(sine, sine));
  return ops.where(turned, ops.subtract(mirror, value), value);
}
