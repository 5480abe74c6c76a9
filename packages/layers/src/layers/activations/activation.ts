import type { Tensor } from "@antler/core";
import {
  type ActivationFunction,
  type ActivationLike,
  describeActivation,
  resolveActivation,
} from "../../activations/resolve.js";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";

/** Options of {@link activation}. */
export interface ActivationConfig extends LayerConfig {
  readonly activation: ActivationLike;
}

/** See {@link activation}. */
export class Activation extends Layer {
  static readonly className = "Activation";
  readonly activation: ActivationLike;
  readonly #activate: ActivationFunction;

  constructor(config: ActivationConfig) {
    super(config);
    this.activation = config.activation;
    this.#activate = resolveActivation(config.activation, this.name);
    this.supportsMasking = true;
    this.inputSpecs = [{}];
  }

  override call(x: Tensor): Tensor {
    return this.#activate(x);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return { ...super.getConfig(), activation: describeActivation(this.activation) };
  }
}

/** An activation as a layer of its own: `layers.activation("relu")`. Any shape. */
export function activation(
  config: ActivationConfig | ActivationLike,
): Activation & Typed<IdentityRule, "activation"> {
  const isConfig = typeof config === "object" && "activation" in config;
  return new Activation(isConfig ? config : { activation: config });
}
