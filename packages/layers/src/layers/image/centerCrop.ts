import { ops, type Tensor } from "@antler/core";
import { checkPositiveInteger, knownSize } from "../checks.js";
import { type ImageConfig, ImageLayer } from "./image-layer.js";

/** Options of {@link centerCrop}. */
export interface CenterCropConfig extends ImageConfig {
  readonly height: number;
  readonly width: number;
}

/** See {@link centerCrop}. */
export class CenterCrop extends ImageLayer {
  static readonly className = "CenterCrop";
  readonly height: number;
  readonly width: number;

  constructor(config: CenterCropConfig) {
    super(config);
    this.height = checkPositiveInteger(config.height, "height", this.name);
    this.width = checkPositiveInteger(config.width, "width", this.name);
  }

  protected override transform(images: Tensor): Tensor {
    const x = ops.cast(images, this.computeDtype);
    const { spatialAxes, dataFormat } = this;
    const target = [this.height, this.width];
    const [top, left] = spatialAxes.map((axis, i) =>
      Math.floor((knownSize(x.shape, axis, this.name) - (target[i] as number)) / 2),
    ) as [number, number];
    if (top < 0 || left < 0) {
      return ops.image.resize(x, target, { cropToAspectRatio: true, dataFormat });
    }
    return cropWindow(x, [top, left], target, spatialAxes);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), height: this.height, width: this.width };
  }
}

/** `size` pixels along the spatial axes from `start` on. */
export function cropWindow(
  x: Tensor,
  start: readonly [number, number],
  size: readonly number[],
  axes: readonly number[],
): Tensor {
  const on = <T>(values: readonly T[], other: (axis: number) => T): T[] =>
    x.shape.map((_, axis) => values[axes.indexOf(axis)] ?? other(axis));
  return ops.slice(
    x,
    on(start, () => 0),
    on(size as readonly (typeof x.shape)[number][], (axis) => x.shape[axis] as number),
  );
}

/** The middle of images, of the given size; smaller ones are cut to its proportions and made larger. */
export function centerCrop(config: CenterCropConfig): CenterCrop {
  return new CenterCrop(config);
}
