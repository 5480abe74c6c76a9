import type { Tensor } from "@antler/core";
import { checkTuple } from "../checks.js";
import { repeatAxes } from "./repeat.js";
import { type SpatialConfig, SpatialLayer } from "./spatial.js";

/** Options of {@link upSampling3d}. */
export interface UpSampling3DConfig extends SpatialConfig {
  /** Factors of depth, height and width. Default 2. */
  readonly size?: number | readonly [number, number, number] | undefined;
}

/** See {@link upSampling3d}. */
export class UpSampling3D extends SpatialLayer {
  static readonly className = "UpSampling3D";
  readonly size: readonly number[];

  constructor(config: UpSampling3DConfig = {}) {
    super(config, 3);
    this.size = checkTuple(config.size ?? 2, 3, "size", this.name);
  }

  override call(x: Tensor): Tensor {
    return repeatAxes(x, this.onSpatialAxes(this.size, 1));
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), size: this.size, dataFormat: this.dataFormat };
  }
}

/** Each voxel repeated: [batch, depth, height, width, channels] → [batch, depth · size, …, channels]. */
export function upSampling3d(config: UpSampling3DConfig = {}): UpSampling3D {
  return new UpSampling3D(config);
}
