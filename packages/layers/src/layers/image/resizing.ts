import { ArgumentError, ops, type Tensor } from "@antler/core";
import { checkChoice, checkPositiveInteger } from "../checks.js";
import { type ImageConfig, ImageLayer } from "./image-layer.js";

const methods = ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area"] as const;

/** How new pixels come of old ones. */
export type Interpolation = (typeof methods)[number];

/** Options of {@link resizing}. */
export interface ResizingConfig extends ImageConfig {
  readonly height: number;
  readonly width: number;
  /** Default `"bilinear"`. */
  readonly interpolation?: Interpolation | undefined;
  /** Whether to cut to the target's proportions first. Default false. */
  readonly cropToAspectRatio?: boolean | undefined;
  /** Whether to pad to the target's proportions first. Default false. */
  readonly padToAspectRatio?: boolean | undefined;
  /** How to pad: `"constant"` alone. */
  readonly fillMode?: "constant" | undefined;
  /** Default 0. */
  readonly fillValue?: number | undefined;
  /** Default false. */
  readonly antialias?: boolean | undefined;
}

/** See {@link resizing}. */
export class Resizing extends ImageLayer {
  static readonly className = "Resizing";
  readonly height: number;
  readonly width: number;
  readonly interpolation: Interpolation;
  readonly cropToAspectRatio: boolean;
  readonly padToAspectRatio: boolean;
  readonly fillMode: "constant";
  readonly fillValue: number;
  readonly antialias: boolean;

  constructor(config: ResizingConfig) {
    super(config);
    const { name } = this;
    this.height = checkPositiveInteger(config.height, "height", name);
    this.width = checkPositiveInteger(config.width, "width", name);
    this.interpolation = checkChoice(
      config.interpolation ?? "bilinear",
      methods,
      "interpolation",
      name,
    );
    this.cropToAspectRatio = config.cropToAspectRatio ?? false;
    this.padToAspectRatio = config.padToAspectRatio ?? false;
    if (this.cropToAspectRatio && this.padToAspectRatio) {
      throw new ArgumentError(
        `${name}: cropToAspectRatio and padToAspectRatio exclude each other. Expected at most one, received both.`,
      );
    }
    this.fillMode = checkChoice(config.fillMode ?? "constant", ["constant"], "fillMode", name);
    this.fillValue = config.fillValue ?? 0;
    this.antialias = config.antialias ?? false;
  }

  protected override transform(images: Tensor): Tensor {
    const { height, width, dataFormat, interpolation, antialias, fillMode, fillValue } = this;
    const { cropToAspectRatio, padToAspectRatio } = this;
    return ops.image.resize(images, [height, width], {
      interpolation,
      antialias,
      dataFormat,
      cropToAspectRatio,
      padToAspectRatio,
      fillMode,
      fillValue,
    });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { height, width, interpolation, antialias, fillMode, fillValue } = this;
    const { cropToAspectRatio, padToAspectRatio } = this;
    return {
      ...super.getConfig(),
      height,
      width,
      interpolation,
      cropToAspectRatio,
      padToAspectRatio,
      fillMode,
      fillValue,
      antialias,
    };
  }
}

/** Images in another size: [batch, height, width, channels] → [batch, height′, width′, channels], or one image. */
export function resizing(config: ResizingConfig): Resizing {
  return new Resizing(config);
}
