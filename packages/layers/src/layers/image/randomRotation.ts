import { ops, type Shape, type Tensor } from "@antler/core";
import { checkFactor, type Range } from "./image-layer.js";
import { type RandomAffineConfig, RandomAffineLayer } from "./random-affine.js";

/** Options of {@link randomRotation}. */
export interface RandomRotationConfig extends RandomAffineConfig {
  /** Share of a full turn: f for [−f, f], or a range in [−1, 1]. */
  readonly factor: number | readonly number[];
}

/** See {@link randomRotation}. */
export class RandomRotation extends RandomAffineLayer {
  static readonly className = "RandomRotation";
  readonly factor: Range;

  constructor(config: RandomRotationConfig) {
    super(config);
    this.factor = checkFactor(config.factor, "factor", this.name);
  }

  protected override terms(shape: Shape, height: Tensor, width: Tensor): readonly Tensor[] {
    const turns = this.draw(shape, this.factor);
    const angle = ops.multiply(turns, 2 * Math.PI);
    const [cos, sin] = [ops.cos(angle), ops.sin(angle)];
    const [x, y] = [width, height].map((size) => ops.divide(ops.subtract(size, 1), 2)) as [
      Tensor,
      Tensor,
    ];
    const along = ops.add(ops.multiply(x, ops.subtract(1, cos)), ops.multiply(y, sin));
    const down = ops.subtract(ops.multiply(y, ops.subtract(1, cos)), ops.multiply(x, sin));
    return [cos, ops.negative(sin), along, sin, cos, down];
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), factor: this.factor };
  }
}

/** In training, turns each image about its middle. Shape kept. */
export function randomRotation(config: RandomRotationConfig): RandomRotation {
  return new RandomRotation(config);
}
