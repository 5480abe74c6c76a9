import { ops, random, type Tensor } from "@antler/core";
import type { CallOptions } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { Dropout, type DropoutConfig } from "./dropout.js";

/** Options of {@link alphaDropout}. */
export type AlphaDropoutConfig = DropoutConfig;

/** What selu tends to far below 0. */
const floor = -1.6732632423543772 * 1.0507009873554805;

/** See {@link alphaDropout}. */
export class AlphaDropout extends Dropout {
  static override readonly className = "AlphaDropout";

  override call(x: Tensor, { training }: CallOptions): Tensor {
    const { rate } = this;
    if (training !== true || rate === 0) return x;
    const draws = random.uniform(this.maskShape(x), { seed: this.seedGenerator });
    // An affine map brings mean and variance back to what they were.
    const scale = ((1 - rate) * (1 + rate * floor ** 2)) ** -0.5;
    const dropped = ops.where(ops.greaterEqual(draws, rate), x, floor);
    return ops.add(ops.multiply(dropped, scale), -scale * floor * rate);
  }
}

/**
 * Dropout that keeps mean and variance of what selu gives: dropped elements take selu's lower limit.
 * Any shape. Source: Klambauer et al. (2017).
 */
export function alphaDropout(
  config: AlphaDropoutConfig,
): AlphaDropout & Typed<IdentityRule, "alphaDropout"> {
  return new AlphaDropout(config);
}
