import { ops, type Shape, type Tensor } from "@antler/core";
import { checkFactor, type Range } from "./image-layer.js";
import { type RandomAffineConfig, RandomAffineLayer } from "./random-affine.js";

type Factor = number | readonly number[];

/** Options of {@link randomZoom}. */
export interface RandomZoomConfig extends RandomAffineConfig {
  /** Positive zooms out: f for [−f, f], or a range in (−1, 1]. */
  readonly heightFactor: Factor;
  /** Default: what was drawn for the height, which keeps proportions. */
  readonly widthFactor?: Factor | null | undefined;
}

/** See {@link randomZoom}. */
export class RandomZoom extends RandomAffineLayer {
  static readonly className = "RandomZoom";
  readonly heightFactor: Factor;
  readonly widthFactor: Factor | null;

  constructor(config: RandomZoomConfig) {
    super(config);
    this.heightFactor = config.heightFactor;
    this.widthFactor = config.widthFactor ?? null;
    this.#range(this.heightFactor, "heightFactor");
    if (this.widthFactor !== null) this.#range(this.widthFactor, "widthFactor");
  }

  protected override terms(
    shape: Shape,
    height: Tensor,
    width: Tensor,
  ): readonly (Tensor | number)[] {
    const y = this.draw(shape, this.#range(this.heightFactor, "heightFactor"));
    const { widthFactor } = this;
    const x = widthFactor === null ? y : this.draw(shape, this.#range(widthFactor, "widthFactor"));
    const offset = (size: Tensor, zoom: Tensor): Tensor =>
      ops.multiply(ops.divide(ops.subtract(size, 1), 2), ops.subtract(1, zoom));
    return [x, 0, offset(width, x), 0, y, offset(height, y)];
  }

  /** Sizes of what is seen, 1 being the image. */
  #range(factor: Factor, option: string): Range {
    const above = -1 + Number.EPSILON;
    const [least, most] = checkFactor(factor, option, this.name, { least: above, most: 1 });
    return [1 + least, 1 + most];
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { heightFactor, widthFactor } = this;
    return { ...super.getConfig(), heightFactor, widthFactor };
  }
}

/** In training, shows a smaller or larger part of each image about its middle. Shape kept. */
export function randomZoom(config: RandomZoomConfig): RandomZoom {
  return new RandomZoom(config);
}
