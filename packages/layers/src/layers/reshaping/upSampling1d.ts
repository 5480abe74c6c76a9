import type { Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import { checkPositiveInteger } from "../checks.js";
import { spatialLayout } from "../data-format.js";
import { repeatAxes } from "./repeat.js";

/** Options of {@link upSampling1d}. */
export interface UpSampling1DConfig extends LayerConfig {
  /** How often each step is repeated. Default 2. */
  readonly size?: number | undefined;
}

/** See {@link upSampling1d}. */
export class UpSampling1D extends Layer {
  static readonly className = "UpSampling1D";
  readonly size: number;

  constructor(config: UpSampling1DConfig = {}) {
    super(config);
    this.size = checkPositiveInteger(config.size ?? 2, "size", this.name);
    this.inputSpecs = [{ ndim: 3, layout: spatialLayout("channels_last", 1) }];
  }

  override call(x: Tensor): Tensor {
    return repeatAxes(x, [1, this.size, 1]);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), size: this.size };
  }
}

/** Each step `size` times in a row: [batch, length, channels] → [batch, length · size, channels]. */
export function upSampling1d(config: UpSampling1DConfig = {}): UpSampling1D {
  return new UpSampling1D(config);
}
