import { ArgumentError, ops, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";

/** Options of {@link permute}. */
export interface PermuteConfig extends LayerConfig {
  /** Which axis comes where; axes count from 1, the batch stays: [2, 1] swaps two. */
  readonly dims: readonly number[];
}

/** See {@link permute}. */
export class Permute extends Layer {
  static readonly className = "Permute";
  readonly dims: readonly number[];

  constructor(config: PermuteConfig) {
    super(config);
    const { dims } = config;
    const sorted = Array.isArray(dims) ? [...dims].sort((a, b) => a - b) : [];
    if (sorted.length === 0 || sorted.some((dim, i) => dim !== i + 1)) {
      throw new ArgumentError(
        `${this.name}: dims is no order of axes. Expected the numbers from 1 to their count, each once, received ${JSON.stringify(dims)}.`,
      );
    }
    this.dims = [...dims];
    this.inputSpecs = [{ ndim: dims.length + 1 }];
  }

  override call(x: Tensor): Tensor {
    return ops.transpose(x, [0, ...this.dims]);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), dims: this.dims };
  }
}

/** The axes behind the batch in another order: [batch, a, b] → [batch, b, a] for dims [2, 1]. */
export function permute(config: PermuteConfig): Permute {
  return new Permute(config);
}
