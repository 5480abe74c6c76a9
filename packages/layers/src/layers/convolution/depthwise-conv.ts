import { ops, type Tensor, type Variable } from "@antler/core";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import type { ConstraintLike } from "../../constraints/resolve.js";
import type { InitializerLike } from "../../initializers/resolve.js";
import type { RegularizerLike } from "../../regularizers/resolve.js";
import { checkPositiveInteger } from "../checks.js";
import type { SpatialRank } from "../data-format.js";
import { Convolution, type ConvolutionConfig } from "./convolution.js";

/** Options of kernels that see each channel by itself. */
export interface DepthwiseOptions {
  /** How many channels come of each channel of the input. Default 1. */
  readonly depthMultiplier?: number | undefined;
  /** Default `"glorotUniform"`. */
  readonly depthwiseInitializer?: InitializerLike | null | undefined;
  readonly depthwiseRegularizer?: RegularizerLike | null | undefined;
  readonly depthwiseConstraint?: ConstraintLike | null | undefined;
}

/** Options of `depthwiseConv1d` and `depthwiseConv2d`. */
export interface DepthwiseConvConfig<N extends SpatialRank>
  extends ConvolutionConfig<N>,
    DepthwiseOptions {}

/** What `depthwiseConv1d` and `depthwiseConv2d` share. */
export abstract class DepthwiseConv<N extends SpatialRank> extends Convolution<N> {
  readonly depthMultiplier: number;
  kernel!: Variable;
  readonly #kernel: WeightRule;

  constructor(config: DepthwiseConvConfig<N>, rank: N) {
    super(config, rank);
    const { depthMultiplier = 1 } = config;
    this.depthMultiplier = checkPositiveInteger(depthMultiplier, "depthMultiplier", this.name);
    this.#kernel = weightRule(config, "depthwise", "glorotUniform", this.name);
  }

  protected override buildKernels(channels: number): number {
    const shape = [...this.kernelSize, channels, this.depthMultiplier];
    this.kernel = this.addWeight({ name: "kernel", shape, ...this.#kernel });
    return channels * this.depthMultiplier;
  }

  protected override convolve(x: Tensor): Tensor {
    const { strides, dilationRate } = this;
    const padding = this.padding === "same" ? "same" : "valid";
    return ops.depthwiseConv(x, this.kernel, { strides, padding, dilationRate });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { depthMultiplier } = this;
    return { ...super.getConfig(), depthMultiplier, ...describeRule("depthwise", this.#kernel) };
  }
}
