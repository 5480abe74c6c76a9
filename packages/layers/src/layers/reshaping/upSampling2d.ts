import { formatShape, ops, ShapeError, type Tensor } from "@antler/core";
import type { Typed, WindowRule } from "../../types/shapes.js";
import { checkChoice, checkPair } from "../checks.js";
import { inChannelsLast, type Pair } from "../data-format.js";
import { repeatAxes } from "./repeat.js";
import { type SpatialConfig, SpatialLayer } from "./spatial.js";

const interpolations = ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"] as const;

/** Options of {@link upSampling2d}. */
export interface UpSampling2DConfig extends SpatialConfig {
  /** Factors of height and width. Default 2. */
  readonly size?: Pair | undefined;
  /** Default `"nearest"`: pixels are repeated. */
  readonly interpolation?: (typeof interpolations)[number] | undefined;
}

/** See {@link upSampling2d}. */
export class UpSampling2D extends SpatialLayer {
  static readonly className = "UpSampling2D";
  readonly size: readonly [number, number];
  readonly interpolation: (typeof interpolations)[number];

  constructor(config: UpSampling2DConfig = {}) {
    super(config, 2);
    this.size = checkPair(config.size ?? 2, "size", this.name);
    this.interpolation = checkChoice(
      config.interpolation ?? "nearest",
      interpolations,
      "interpolation",
      this.name,
    );
  }

  override call(x: Tensor): Tensor {
    const { size, interpolation } = this;
    if (interpolation === "nearest") return repeatAxes(x, this.onSpatialAxes(size, 1));
    return inChannelsLast(x, this.dataFormat, (image) => {
      const [, height = 1, width = 1] = image.shape;
      if (typeof height !== "number" || typeof width !== "number") {
        throw new ShapeError(
          `${this.name}: interpolation "${interpolation}" needs the image's size. Expected numbers for height and width, received ${formatShape(x.shape)}. Give the input a fixed size, or take "nearest".`,
        );
      }
      return ops.image.resize(image, [height * size[0], width * size[1]], { interpolation });
    });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { size, dataFormat, interpolation } = this;
    return { ...super.getConfig(), size, dataFormat, interpolation };
  }
}

/** Larger images: [batch, height, width, channels] → [batch, height · size, width · size, channels]. */
export function upSampling2d(
  config: UpSampling2DConfig = {},
): UpSampling2D & Typed<WindowRule<2, "same">, "upSampling2d"> {
  return new UpSampling2D(config);
}
