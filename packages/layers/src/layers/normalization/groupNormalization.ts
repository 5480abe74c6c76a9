import { ArgumentError, ops, type Shape, type Tensor, type Variable } from "@antler/core";
import { Layer, type LayerConfig } from "../../base/layer.js";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import type { IdentityRule, Typed } from "../../types/shapes.js";
import { checkNumber, checkPositiveInteger, knownSize } from "../checks.js";
import type { ScaleAndCenterOptions } from "./options.js";

/** Options of {@link groupNormalization}. */
export interface GroupNormalizationConfig extends LayerConfig, ScaleAndCenterOptions {
  /** Number of groups of channels; −1: as many as channels. Default 32. */
  readonly groups?: number | undefined;
  /** Where the channels are. Default −1. */
  readonly axis?: number | undefined;
  /** Added to the variance. Default 0.001. */
  readonly epsilon?: number | undefined;
}

/** See {@link groupNormalization}. */
export class GroupNormalization extends Layer {
  static readonly className = "GroupNormalization";
  readonly groups: number;
  readonly axis: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
  gamma: Variable | undefined;
  beta: Variable | undefined;
  readonly #beta: WeightRule;
  readonly #gamma: WeightRule;

  constructor(config: GroupNormalizationConfig = {}) {
    super(config);
    const { groups = 32 } = config;
    this.groups = groups === -1 ? groups : checkPositiveInteger(groups, "groups", this.name);
    this.axis = config.axis ?? -1;
    this.epsilon = checkNumber(config.epsilon ?? 1e-3, "epsilon", this.name, { least: 0 });
    this.center = config.center ?? true;
    this.scale = config.scale ?? true;
    this.#beta = weightRule(config, "beta", "zeros", this.name);
    this.#gamma = weightRule(config, "gamma", "ones", this.name);
    this.supportsMasking = true;
    this.inputSpecs = [{ minNdim: 2 }];
  }

  override build(inputShape: Shape): void {
    const channels = knownSize(inputShape, this.axis, this.name);
    if (this.groups !== -1 && channels % this.groups !== 0) {
      throw new ArgumentError(
        `${this.name}: the channels do not fall into equal groups. Expected a multiple of groups ${this.groups}, received ${channels}.`,
      );
    }
    const own = { shape: [channels], autocast: false };
    if (this.scale) this.gamma = this.addWeight({ name: "gamma", ...own, ...this.#gamma });
    if (this.center) this.beta = this.addWeight({ name: "beta", ...own, ...this.#beta });
    this.inputSpecs = [{ ndim: inputShape.length, axes: { [this.axis]: channels } }];
  }

  override call(x: Tensor): Tensor {
    const { axis, gamma, beta, epsilon } = this;
    const groups = this.groups === -1 ? knownSize(x.shape, axis, this.name) : this.groups;
    return ops.groupNormalization(x, groups, axis, { scale: gamma, offset: beta, epsilon });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { groups, axis, epsilon, center, scale } = this;
    return {
      ...super.getConfig(),
      groups,
      axis,
      epsilon,
      center,
      scale,
      ...describeRule("beta", this.#beta),
      ...describeRule("gamma", this.#gamma),
    };
  }
}

/**
 * Normalizes each sample by mean and variance of each group of channels; one group is layer
 * normalization over all axes, −1 is instance normalization. Any shape, kept. Source: Wu & He (2018).
 */
export function groupNormalization(
  config: GroupNormalizationConfig = {},
): GroupNormalization & Typed<IdentityRule, "groupNormalization"> {
  return new GroupNormalization(config);
}
