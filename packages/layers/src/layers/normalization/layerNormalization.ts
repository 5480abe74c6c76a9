import { normalizeAxes, ops, type Shape, type Tensor, type Variable } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { checkNumber, knownSize } from "../checks.js";
import type { ScaleAndCenterOptions } from "./options.js";

/** Options of {@link layerNormalization}. */
export interface LayerNormalizationConfig extends LayerConfig, ScaleAndCenterOptions {
  /** The axis, or axes, that are normalized together. Default −1. */
  readonly axis?: number | readonly number[] | undefined;
  /** Added to the variance. Default 0.001. */
  readonly epsilon?: number | undefined;
  /** Whether the mean stays, of old files. Default false. */
  readonly rmsScaling?: boolean | undefined;
}

/** See {@link layerNormalization}. */
export class LayerNormalization extends Layer {
  static readonly className = "LayerNormalization";
  readonly axis: number | readonly number[];
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  readonly rmsScaling: boolean;
  gamma: Variable | undefined;
  beta: Variable | undefined;
  readonly #beta: WeightRule;
  readonly #gamma: WeightRule;

  constructor(config: LayerNormalizationConfig = {}) {
    super(config);
    this.axis = config.axis ?? -1;
    this.epsilon = checkNumber(config.epsilon ?? 1e-3, "epsilon", this.name, { least: 0 });
    this.center = config.center ?? true;
    this.scale = config.scale ?? true;
    this.rmsScaling = config.rmsScaling ?? false;
    this.#beta = weightRule(config, "beta", "zeros", this.name);
    this.#gamma = weightRule(config, "gamma", "ones", this.name);
    this.supportsMasking = true;
    this.inputSpecs = [{ minNdim: 1 }];
  }

  override build(inputShape: Shape): void {
    const axes = normalizeAxes(this.axis, inputShape.length, this.name);
    const shape = axes.map((axis) => knownSize(inputShape, axis, this.name));
    const own = { shape, autocast: false };
    if (this.scale || this.rmsScaling) {
      this.gamma = this.addWeight({ name: "gamma", ...own, ...this.#gamma });
    }
    if (this.center && !this.rmsScaling) {
      this.beta = this.addWeight({ name: "beta", ...own, ...this.#beta });
    }
    this.inputSpecs = [
      {
        ndim: inputShape.length,
        axes: Object.fromEntries(axes.map((axis, i) => [axis, shape[i] as number])),
      },
    ];
  }

  override call(x: Tensor): Tensor {
    const { axis, gamma, beta, epsilon, rmsScaling } = this;
    return ops.layerNormalization(x, axis, { gamma, beta, epsilon, rmsScaling });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { axis, epsilon, center, scale, rmsScaling } = this;
    return {
      ...super.getConfig(),
      axis,
      epsilon,
      center,
      scale,
      rmsScaling,
      ...describeRule("beta", this.#beta),
      ...describeRule("gamma", this.#gamma),
    };
  }
}

/**
 * Normalizes each sample by its own mean and variance along `axis`: (x − mean) / √(variance + epsilon)
 * · gamma + beta. Any shape, kept. Source: Ba et al. (2016).
 */
export function layerNormalization(
  config: LayerNormalizationConfig = {},
): LayerNormalization & Typed<IdentityRule, "layerNormalization"> {
  return new LayerNormalization(config);
}
