import { normalizeAxes, ops, type Shape, type Tensor, type Variable } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { checkNumber, knownSize } from "../checks.js";

/** Options of {@link rmsNormalization}. */
export interface RMSNormalizationConfig extends LayerConfig {
  /** The axis, or axes, that are normalized together. Default −1. */
  readonly axis?: number | readonly number[] | undefined;
  /** Added to the mean of squares. Default 1e-6. */
  readonly epsilon?: number | undefined;
}

/** See {@link rmsNormalization}. */
export class RMSNormalization extends Layer {
  static readonly className = "RMSNormalization";
  readonly axis: number | readonly number[];
  readonly epsilon: number;
  scale!: Variable;

  constructor(config: RMSNormalizationConfig = {}) {
    super(config);
    this.axis = config.axis ?? -1;
    this.epsilon = checkNumber(config.epsilon ?? 1e-6, "epsilon", this.name, { least: 0 });
    this.supportsMasking = true;
    this.inputSpecs = [{ minNdim: 1 }];
  }

  override build(inputShape: Shape): void {
    const shape = this.#axes(inputShape.length).map((axis) =>
      knownSize(inputShape, axis, this.name),
    );
    this.scale = this.addWeight({ name: "scale", shape, initializer: "ones", autocast: false });
  }

  override call(x: Tensor): Tensor {
    const axes = this.#axes(x.rank);
    const along = x.shape.map((dim, axis) => (axes.includes(axis) ? dim : 1));
    const scale = ops.reshape(this.scale, along);
    return ops.rmsNormalization(x, this.axis, { scale, epsilon: this.epsilon });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), axis: this.axis, epsilon: this.epsilon };
  }

  #axes(rank: number): readonly number[] {
    return normalizeAxes(this.axis, rank, this.name);
  }
}

/**
 * Normalizes by the root mean square along `axis`: x / √(mean(x²) + epsilon) · scale. Any shape, kept.
 * Source: Zhang & Sennrich (2019).
 */
export function rmsNormalization(
  config: RMSNormalizationConfig = {},
): RMSNormalization & Typed<IdentityRule, "rmsNormalization"> {
  return new RMSNormalization(config);
}
