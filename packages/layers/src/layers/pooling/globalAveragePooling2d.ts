import { ops, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { GlobalPoolRule, Typed } from "../../types/shapes.js";
import {
  checkDataFormat,
  type DataFormat,
  type DataFormatLike,
  spatialLayout,
} from "../data-format.js";

/** Options of {@link globalAveragePooling2d}. */
export interface GlobalPooling2DConfig extends LayerConfig {
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormatLike | null | undefined;
  /** Whether the spatial axes stay, with size 1. Default false. */
  readonly keepdims?: boolean | undefined;
}

/** See {@link globalAveragePooling2d}. */
export class GlobalAveragePooling2D extends Layer {
  static readonly className = "GlobalAveragePooling2D";
  readonly dataFormat: DataFormat;
  readonly keepdims: boolean;

  constructor(config: GlobalPooling2DConfig = {}) {
    super(config);
    this.dataFormat = checkDataFormat(config.dataFormat, this.name);
    this.keepdims = config.keepdims ?? false;
    this.inputSpecs = [{ ndim: 4, layout: spatialLayout(this.dataFormat, 2) }];
  }

  override call(x: Tensor): Tensor {
    const axes = this.dataFormat === "channels_last" ? [1, 2] : [2, 3];
    return ops.mean(x, axes, { keepdims: this.keepdims });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), dataFormat: this.dataFormat, keepdims: this.keepdims };
  }
}

/** Mean over height and width: [batch, height, width, channels] → [batch, channels]. */
export function globalAveragePooling2d(
  config: GlobalPooling2DConfig = {},
): GlobalAveragePooling2D & Typed<GlobalPoolRule, "globalAveragePooling2d"> {
  return new GlobalAveragePooling2D(config);
}
