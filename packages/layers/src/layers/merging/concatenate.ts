import { ops, ShapeError, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";

/** Options of {@link concatenate}. */
export interface ConcatenateConfig extends LayerConfig {
  /** Default −1: the last. */
  readonly axis?: number | undefined;
}

/** See {@link concatenate}. */
export class Concatenate extends Layer<readonly Tensor[]> {
  static readonly className = "Concatenate";
  readonly axis: number;

  constructor(config: ConcatenateConfig = {}) {
    super(config);
    this.axis = config.axis ?? -1;
  }

  override call(inputs: readonly Tensor[]): Tensor {
    if (!Array.isArray(inputs) || inputs.length === 0) {
      throw new ShapeError(
        `${this.name}: too few inputs. Expected a list of tensors, received no list.`,
      );
    }
    return ops.concatenate(inputs, this.axis);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), axis: this.axis };
  }
}

/** A list of tensors, which differ along `axis` at most, one after the other. */
export function concatenate(config: ConcatenateConfig = {}): Concatenate {
  return new Concatenate(config);
}
