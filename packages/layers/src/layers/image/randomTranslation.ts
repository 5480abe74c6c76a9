import { ops, type Shape, type Tensor } from "@antler/core";
import { checkFactor } from "./image-layer.js";
import { type RandomAffineConfig, RandomAffineLayer } from "./random-affine.js";

type Factor = number | readonly number[];

/** Options of {@link randomTranslation}. */
export interface RandomTranslationConfig extends RandomAffineConfig {
  /** Down, as a share of the height: f for [−f, f], or a range in [−1, 1]. */
  readonly heightFactor: Factor;
  /** To the right, as a share of the width. */
  readonly widthFactor: Factor;
}

/** See {@link randomTranslation}. */
export class RandomTranslation extends RandomAffineLayer {
  static readonly className = "RandomTranslation";
  readonly heightFactor: Factor;
  readonly widthFactor: Factor;

  constructor(config: RandomTranslationConfig) {
    super(config);
    this.heightFactor = config.heightFactor;
    this.widthFactor = config.widthFactor;
    checkFactor(this.heightFactor, "heightFactor", this.name);
    checkFactor(this.widthFactor, "widthFactor", this.name);
  }

  protected override terms(
    shape: Shape,
    height: Tensor,
    width: Tensor,
  ): readonly (Tensor | number)[] {
    const moved = (factor: Factor, option: string, size: Tensor): Tensor =>
      ops.multiply(ops.negative(this.draw(shape, checkFactor(factor, option, this.name))), size);
    const y = moved(this.heightFactor, "heightFactor", height);
    const x = moved(this.widthFactor, "widthFactor", width);
    return [1, 0, x, 0, 1, y];
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { heightFactor, widthFactor } = this;
    return { ...super.getConfig(), heightFactor, widthFactor };
  }
}

/** In training, moves each image down and to the right, or back. Shape kept. */
export function randomTranslation(config: RandomTranslationConfig): RandomTranslation {
  return new RandomTranslation(config);
}
