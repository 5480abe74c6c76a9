import { ops, sizeOf, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { FlattenRule, Typed } from "../../types/shapes.js";
import {
  checkDataFormat,
  type DataFormat,
  type DataFormatLike,
  toChannelsLast,
} from "../data-format.js";

/** Options of {@link flatten}. */
export interface FlattenConfig extends LayerConfig {
  /** Default `"channels_last"`; with `"channels_first"` the result still has the channels last. */
  readonly dataFormat?: DataFormatLike | null | undefined;
}

/** See {@link flatten}. */
export class Flatten extends Layer {
  static readonly className = "Flatten";
  readonly dataFormat: DataFormat;

  constructor(config: FlattenConfig = {}) {
    super(config);
    this.dataFormat = checkDataFormat(config.dataFormat, this.name);
    this.inputSpecs = [{ minNdim: 1, layout: "[batch, ...]" }];
  }

  override call(x: Tensor): Tensor {
    const ordered = this.dataFormat === "channels_first" && x.rank > 1 ? toChannelsLast(x) : x;
    return ops.reshape(ordered, [x.shape[0] ?? 1, sizeOf(x.shape.slice(1))]);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), dataFormat: this.dataFormat };
  }
}

/** All axes but the batch in one: [batch, ...] → [batch, size]. */
export function flatten(config: FlattenConfig = {}): Flatten & Typed<FlattenRule, "flatten"> {
  return new Flatten(config);
}
