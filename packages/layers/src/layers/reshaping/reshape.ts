import { ArgumentError, ops, type Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { ReshapeRule, Typed } from "../../types/shapes.js";

/** Options of {@link reshape}. */
export interface ReshapeConfig extends LayerConfig {
  /** Without the batch dimension; one entry may be −1: what is left over. */
  readonly targetShape: readonly number[];
}

/** See {@link reshape}. */
export class Reshape extends Layer {
  static readonly className = "Reshape";
  readonly targetShape: readonly number[];

  constructor(config: ReshapeConfig) {
    super(config);
    const { targetShape } = config;
    const valid = targetShape.every((dim) => Number.isInteger(dim) && dim >= -1);
    if (!valid || targetShape.filter((dim) => dim === -1).length > 1) {
      throw new ArgumentError(
        `${this.name}: targetShape is no shape. Expected non-negative integers and at most one -1, received [${targetShape.join(", ")}].`,
      );
    }
    this.targetShape = targetShape;
    this.inputSpecs = [{ minNdim: 1, layout: "[batch, ...]" }];
  }

  override call(x: Tensor): Tensor {
    return ops.reshape(x, [x.shape[0] ?? 1, ...this.targetShape]);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), targetShape: this.targetShape };
  }
}

/** The same elements in another shape: [batch, ...] → [batch, ...targetShape]. */
export function reshape<const S extends readonly number[]>(
  config: ReshapeConfig & { readonly targetShape: S },
): Reshape & Typed<ReshapeRule<S>, "reshape"> {
  return new Reshape(config);
}
