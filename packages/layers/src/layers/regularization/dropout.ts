import { ops, random, type ShapeLike, type Tensor } from "@antler/core";
import type { CallOptions } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { checkNumber } from "../checks.js";
import { type NoiseConfig, NoiseLayer } from "./noise.js";

/** Options of {@link dropout}. */
export interface DropoutConfig extends NoiseConfig {
  /** Share of the elements that are dropped, in [0, 1]. */
  readonly rate: number;
  /** Shape of the mask, `null` where it follows the input; an axis of size 1 shares one decision. */
  readonly noiseShape?: readonly (number | null)[] | null | undefined;
}

/** See {@link dropout}. */
export class Dropout extends NoiseLayer {
  static readonly className: string = "Dropout";
  readonly rate: number;
  readonly noiseShape: readonly (number | null)[] | null;

  constructor(config: DropoutConfig) {
    super(config);
    this.rate = checkNumber(config.rate, "rate", this.name, { least: 0, most: 1 });
    this.noiseShape = config.noiseShape ?? null;
  }

  override call(x: Tensor, { training }: CallOptions): Tensor {
    if (training !== true || this.rate === 0) return x;
    if (this.rate === 1) return ops.zerosLike(x);
    const draws = random.uniform(this.maskShape(x), { seed: this.seedGenerator });
    const kept = ops.cast(ops.greaterEqual(draws, this.rate), x.dtype);
    return ops.multiply(ops.multiply(x, kept), 1 / (1 - this.rate));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { rate, noiseShape } = this;
    return { ...super.getConfig(), rate, noiseShape };
  }

  /** One decision for each element of this shape. */
  protected maskShape(x: Tensor): ShapeLike {
    if (this.noiseShape === null) return x.shape;
    return this.noiseShape.map((dim, axis) => dim ?? x.shape[axis] ?? 1);
  }
}

/**
 * In training, sets a random share of the elements to 0 and scales the rest by 1 / (1 − rate), so
 * that the expected sum stays; otherwise returns its input. Any shape.
 */
export function dropout(config: DropoutConfig): Dropout & Typed<IdentityRule, "dropout"> {
  return new Dropout(config);
}
