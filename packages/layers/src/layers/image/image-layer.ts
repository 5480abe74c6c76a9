import { ArgumentError, ops, type SeedGenerator, type Tensor } from "@antler/core";
import { callDepth } from "../../base/context.js";
import { type CallOptions, Layer, type LayerConfig } from "../../base/layer.js";
import {
  checkDataFormat,
  type DataFormat,
  type DataFormatLike,
  spatialLayout,
} from "../data-format.js";
import { seedGeneratorOf } from "../regularization/noise.js";

/** Options of layers over images. */
export interface ImageConfig extends LayerConfig {
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormatLike | null | undefined;
}

/** A layer over one image [height, width, channels] or a batch of them; a call alone counts as training. */
export abstract class ImageLayer extends Layer {
  readonly dataFormat: DataFormat;

  constructor(config: ImageConfig) {
    super(config);
    this.dataFormat = checkDataFormat(config.dataFormat, this.name);
    const layout = spatialLayout(this.dataFormat, 2);
    this.inputSpecs = [{ minNdim: 3, maxNdim: 4, layout }];
  }

  override invoke(images: Tensor, options?: CallOptions): Tensor {
    const alone = callDepth() === 0 && options?.training === undefined;
    return super.invoke(images, alone ? { ...options, training: true } : options);
  }

  override call(x: Tensor, { training }: CallOptions & { readonly training: boolean }): Tensor {
    if (x.rank === 4) return this.transform(x, training);
    return ops.squeeze(this.transform(ops.expandDims(x, 0), training), 0);
  }

  /** What becomes of a batch of images. */
  protected abstract transform(images: Tensor, training: boolean): Tensor;

  protected get spatialAxes(): readonly [height: number, width: number] {
    return this.dataFormat === "channels_last" ? [1, 2] : [2, 3];
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), dataFormat: this.dataFormat };
  }
}

/** Options of layers that change images at random. */
export interface RandomImageConfig extends ImageConfig {
  /** Default: derived from the global generator. */
  readonly seed?: number | SeedGenerator | null | undefined;
}

/** A layer that changes images at random in training and is the identity otherwise. */
export abstract class RandomImageLayer extends ImageLayer {
  readonly seed: number | null;
  /** Where the numbers come from: a stream of its own for each layer. */
  readonly seedGenerator: SeedGenerator;

  constructor(config: RandomImageConfig) {
    super(config);
    const { seed = null } = config;
    this.seedGenerator = seedGeneratorOf(seed);
    this.seed = typeof seed === "object" && seed !== null ? seed.seed : seed;
  }

  protected override transform(images: Tensor, training: boolean): Tensor {
    return training ? this.augment(images) : images;
  }

  /** What becomes of a batch of images in training. */
  protected abstract augment(images: Tensor): Tensor;

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), seed: this.seed };
  }
}

/** A range of numbers, [least, most]. */
export type Range = readonly [least: number, most: number];

/** @throws ArgumentError unless `value` is two numbers */
export function checkRange(
  value: readonly number[],
  option: string,
  where: string,
  { least = -Infinity, most = Infinity }: { readonly least?: number; readonly most?: number } = {},
): Range {
  const inside = (n: unknown): boolean => typeof n === "number" && n >= least && n <= most;
  if (Array.isArray(value) && value.length === 2 && value.every(inside)) {
    return [...value].sort((a, b) => a - b) as [number, number];
  }
  const within = least === -Infinity ? "" : ` from ${least} to ${most}`;
  throw new ArgumentError(
    `${where}: ${option} is no range. Expected two numbers [least, most]${within}, received ${JSON.stringify(value) ?? String(value)}.`,
  );
}

/**
 * A range given as [least, most], or as one number `f` for [−f, f], not below `least`.
 * @throws ArgumentError outside least … most
 */
export function checkFactor(
  value: number | readonly number[],
  option: string,
  where: string,
  { least = -1, most = 1 }: { readonly least?: number; readonly most?: number } = {},
): Range {
  if (typeof value !== "number") return checkRange(value, option, where, { least, most });
  if (value >= least && value <= most) {
    return [Math.max(-Math.abs(value), least), Math.abs(value)];
  }
  throw new ArgumentError(
    `${where}: ${option} is out of range. Expected a number from ${least} to ${most}, or two, received ${value}.`,
  );
}

/** Values of one range as those of another. */
export function changeRange(x: Tensor, from: Range, to: Range): Tensor {
  if (from[0] === to[0] && from[1] === to[1]) return x;
  const unit = ops.divide(ops.subtract(x, from[0]), from[1] - from[0]);
  return ops.add(ops.multiply(unit, to[1] - to[0]), to[0]);
}
