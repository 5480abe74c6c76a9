import { ops, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import { checkPositiveInteger } from "../checks.js";

/** Options of {@link repeatVector}. */
export interface RepeatVectorConfig extends LayerConfig {
  /** How often. */
  readonly n: number;
}

/** See {@link repeatVector}. */
export class RepeatVector extends Layer {
  static readonly className = "RepeatVector";
  readonly n: number;

  constructor(config: RepeatVectorConfig) {
    super(config);
    this.n = checkPositiveInteger(config.n, "n", this.name);
    this.inputSpecs = [{ ndim: 2, layout: "[batch, features]" }];
  }

  override call(x: Tensor): Tensor {
    const [batch = 1, features = 1] = x.shape;
    return ops.broadcastTo(ops.expandDims(x, 1), [batch, this.n, features]);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), n: this.n };
  }
}

/** The same vector n times: [batch, features] → [batch, n, features]. */
export function repeatVector(config: RepeatVectorConfig): RepeatVector {
  return new RepeatVector(config);
}
