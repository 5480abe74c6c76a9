import type { Tensor } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";

/** See {@link identity}. */
export class Identity extends Layer {
  static readonly className = "Identity";

  constructor(config: LayerConfig = {}) {
    super(config);
    this.supportsMasking = true;
  }

  override call(x: Tensor): Tensor {
    return x;
  }
}

/** Its input as it is. */
export function identity(config: LayerConfig = {}): Identity & Typed<IdentityRule, "identity"> {
  return new Identity(config);
}
