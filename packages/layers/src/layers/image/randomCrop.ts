import { ops, random, type Tensor } from "@antler/core";
import { checkPositiveInteger, knownSize } from "../checks.js";
import { type RandomImageConfig, RandomImageLayer } from "./image-layer.js";

/** Options of {@link randomCrop}. */
export interface RandomCropConfig extends RandomImageConfig {
  readonly height: number;
  readonly width: number;
}

/** See {@link randomCrop}. */
export class RandomCrop extends RandomImageLayer {
  static readonly className = "RandomCrop";
  readonly height: number;
  readonly width: number;

  constructor(config: RandomCropConfig) {
    super(config);
    this.height = checkPositiveInteger(config.height, "height", this.name);
    this.width = checkPositiveInteger(config.width, "width", this.name);
  }

  protected override augment(images: Tensor): Tensor {
    const x = ops.cast(images, this.computeDtype);
    const { spatialAxes, dataFormat, seedGenerator } = this;
    const target = [this.height, this.width];
    const spare = spatialAxes.map(
      (axis, i) => knownSize(x.shape, axis, this.name) - (target[i] as number),
    );
    // As in Keras: what does not exceed the target on both axes is cut to its proportions and resized.
    if (!spare.every((pixels) => pixels > 0)) {
      return ops.image.resize(x, target, { cropToAspectRatio: true, dataFormat });
    }
    return spatialAxes.reduce((cut, axis, i) => {
      const range = { minval: 0, maxval: (spare[i] as number) + 1, seed: seedGenerator };
      const start = ops.cast(random.uniform([], range), "int32");
      const places = ops.add(ops.iota(target[i] as number, "int32"), start);
      return ops.take(cut, places, axis);
    }, x);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), height: this.height, width: this.width };
  }
}

/** In training, cuts the same drawn window out of all images of a batch; otherwise images stay as they are. */
export function randomCrop(config: RandomCropConfig): RandomCrop {
  return new RandomCrop(config);
}
