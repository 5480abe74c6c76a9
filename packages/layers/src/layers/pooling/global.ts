import type { Tensor } from "@antler/core";
import { type CallOptions, Layer, type LayerConfig } from "../../base/layer.js";
import {
  checkDataFormat,
  type DataFormat,
  type DataFormatLike,
  type SpatialRank,
  spatialLayout,
} from "../data-format.js";

/** Options of pooling over whole inputs. */
export interface GlobalPoolingConfig extends LayerConfig {
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormatLike | null | undefined;
  /** Whether the spatial axes stay, with size 1. Default false. */
  readonly keepdims?: boolean | undefined;
}

/** What layers share that pool over all of the spatial axes. */
export abstract class GlobalPooling extends Layer {
  readonly dataFormat: DataFormat;
  readonly keepdims: boolean;
  /** The spatial axes. */
  readonly #axes: readonly number[];

  constructor(config: GlobalPoolingConfig, rank: SpatialRank) {
    super(config);
    this.dataFormat = checkDataFormat(config.dataFormat, this.name);
    this.keepdims = config.keepdims ?? false;
    const first = this.dataFormat === "channels_last" ? 1 : 2;
    this.#axes = Array.from({ length: rank }, (_, i) => first + i);
    this.inputSpecs = [{ ndim: rank + 2, layout: spatialLayout(this.dataFormat, rank) }];
  }

  /** Reduces `axes`; they stay with size 1 if `keepdims` says so. */
  protected abstract reduce(x: Tensor, axes: readonly number[], options: CallOptions): Tensor;

  override call(x: Tensor, options: CallOptions): Tensor {
    return this.reduce(x, this.#axes, options);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), dataFormat: this.dataFormat, keepdims: this.keepdims };
  }
}
