import { ArgumentError, type Shape, type Tensor } from "@antler/core";
import { type CallOptions, Layer, type LayerConfig } from "../../base/layer.js";

/** Options of {@link wrapper}. */
export interface WrapperConfig extends LayerConfig {
  /** The layer inside. */
  readonly layer: Layer;
}

/** A layer around another one; the base of layers that change what another layer does. */
export class Wrapper extends Layer {
  static readonly className: string = "Wrapper";
  readonly layer: Layer;

  constructor(config: WrapperConfig) {
    super(config);
    if (!(config.layer instanceof Layer)) {
      throw new ArgumentError(
        `${this.name}: layer is no layer. Expected a layer, received ${String(config.layer)}.`,
      );
    }
    this.layer = config.layer;
    this.supportsMasking = config.layer.supportsMasking;
  }

  override build(inputShape: Shape): void {
    this.layer.build(inputShape);
  }

  override call(x: Tensor, options: CallOptions): Tensor {
    return this.layer(x, options);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), layer: this.layer };
  }
}

/** A layer around another one that does just what that one does. */
export function wrapper(config: WrapperConfig): Wrapper {
  return new Wrapper(config);
}
