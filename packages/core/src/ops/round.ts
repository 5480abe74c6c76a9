import type { TensorLike } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { divide } from "./divide.js";
import { castTo, composed, unary } from "./elementwise.js";
import { multiply } from "./multiply.js";

/** Nearest whole number, halves to the even one. */
const nearest = unary({
  name: "round",
  accepts: "arithmetic",
  scalar: roundHalfToEven,
  grad: null,
  cases: [{ inputs: [{ shape: [6], data: [-1.5, -0.5, 0.5, 1.5, 2.5, 2.51] }] }],
});

/** How `round` rounds. */
export interface RoundOptions {
  /** Decimal places (default 0); negative: tens, hundreds … */
  readonly decimals?: number | undefined;
}

/**
 * Nearest number of so many decimal places, halves to the even one, element-wise, in the dtype of
 * `x`. No gradient.
 */
export const round = Object.assign(
  (x: TensorLike, { decimals = 0 }: RoundOptions = {}): Tensor => {
    if (decimals === 0) return nearest(x);
    const scale = 10 ** Math.abs(decimals);
    const [up, down] = decimals > 0 ? [multiply, divide] : [divide, multiply];
    return composed("round", "arithmetic", [x], (a) =>
      castTo(down(nearest(up(a, scale)), scale), a.dtype),
    );
  },
  { definition: nearest.definition },
);

function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  if (rest !== 0.5) return Math.round(x);
  return below % 2 === 0 ? below : below + 1;
}
