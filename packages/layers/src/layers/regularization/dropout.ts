import {
  ArgumentError,
  globalSeedGenerator,
  ops,
  random,
  SeedGenerator,
  type ShapeLike,
  type Tensor,
} from "@antler/core";
import { type CallOptions, Layer, type LayerConfig } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";

/** Options of {@link dropout}. */
export interface DropoutConfig extends LayerConfig {
  /** Share of the elements that are dropped, in [0, 1]. */
  readonly rate: number;
  /** Shape of the mask, `null` where it follows the input; an axis of size 1 shares one decision. */
  readonly noiseShape?: readonly (number | null)[] | undefined;
  /** Default: derived from the global generator. */
  readonly seed?: number | undefined;
}

/** See {@link dropout}. */
export class Dropout extends Layer {
  static readonly className = "Dropout";
  readonly rate: number;
  readonly noiseShape: readonly (number | null)[] | undefined;
  readonly #seed: number | undefined;
  readonly #generator: SeedGenerator;

  constructor(config: DropoutConfig) {
    super(config);
    if (!(config.rate >= 0 && config.rate <= 1)) {
      throw new ArgumentError(
        `${this.name}: rate is out of range. Expected a number from 0 to 1, received ${config.rate}.`,
      );
    }
    this.supportsMasking = true;
    this.rate = config.rate;
    this.noiseShape = config.noiseShape;
    this.#seed = config.seed;
    this.#generator =
      config.seed === undefined ? globalSeedGenerator().spawn() : new SeedGenerator(config.seed);
  }

  override call(x: Tensor, { training }: CallOptions): Tensor {
    if (training !== true || this.rate === 0) return x;
    if (this.rate === 1) return ops.zerosLike(x);
    const draws = random.uniform(this.#maskShape(x), { seed: this.#generator });
    const kept = ops.cast(ops.greaterEqual(draws, this.rate), x.dtype);
    return ops.multiply(ops.multiply(x, kept), 1 / (1 - this.rate));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { rate, noiseShape } = this;
    return { ...super.getConfig(), rate, seed: this.#seed, noiseShape };
  }

  #maskShape(x: Tensor): ShapeLike {
    if (this.noiseShape === undefined) return x.shape;
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
