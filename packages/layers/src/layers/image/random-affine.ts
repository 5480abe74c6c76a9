import { type Dim, ops, random, type Shape, type Tensor } from "@antler/core";
import { checkChoice, checkNumber } from "../checks.js";
import { type RandomImageConfig, RandomImageLayer, type Range } from "./image-layer.js";

const fillModes = ["reflect", "wrap", "constant", "nearest"] as const;
const methods = ["nearest", "bilinear"] as const;

/** Options of layers that move pixels. */
export interface RandomAffineConfig extends RandomImageConfig {
  /** What lies outside of images. Default `"reflect"`. */
  readonly fillMode?: (typeof fillModes)[number] | undefined;
  /** Default `"bilinear"`. */
  readonly interpolation?: (typeof methods)[number] | undefined;
  /** What lies outside with `fillMode` `"constant"`. Default 0. */
  readonly fillValue?: number | undefined;
}

/** A layer that reads images at places moved at random, by one affine map for each. */
export abstract class RandomAffineLayer extends RandomImageLayer {
  readonly fillMode: (typeof fillModes)[number];
  readonly interpolation: (typeof methods)[number];
  readonly fillValue: number;

  constructor(config: RandomAffineConfig) {
    super(config);
    const { name } = this;
    this.fillMode = checkChoice(config.fillMode ?? "reflect", fillModes, "fillMode", name);
    const interpolation = config.interpolation ?? "bilinear";
    this.interpolation = checkChoice(interpolation, methods, "interpolation", name);
    this.fillValue = checkNumber(config.fillValue ?? 0, "fillValue", name);
  }

  protected override augment(images: Tensor): Tensor {
    const x = ops.cast(images, this.computeDtype);
    const [batch = 1] = x.shape;
    const [height, width] = this.spatialAxes.map((axis) =>
      ops.dimension(x.shape[axis] as Dim, "float32"),
    ) as [Tensor, Tensor];
    const zero = ops.zeros([batch, 1]);
    const terms = this.terms([batch, 1], height, width);
    const rows = [...terms, 0, 0].map((term) => ops.add(zero, term));
    const { interpolation, fillMode, fillValue, dataFormat } = this;
    const options = { interpolation, fillMode, fillValue, dataFormat };
    return ops.image.affineTransform(x, ops.concatenate(rows, 1), options);
  }

  /** The first six numbers of each image's map, [batch, 1]; see `ops.image.affineTransform`. */
  protected abstract terms(
    shape: Shape,
    height: Tensor,
    width: Tensor,
  ): readonly (Tensor | number)[];

  protected draw(shape: Shape, [minval, maxval]: Range): Tensor {
    return random.uniform(shape, { minval, maxval, seed: this.seedGenerator });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { fillMode, interpolation, fillValue } = this;
    return { ...super.getConfig(), fillMode, interpolation, fillValue };
  }
}
