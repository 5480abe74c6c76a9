import { ops, type Tensor, type Variable } from "@antler/core";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import type { ConstraintLike } from "../../constraints/resolve.js";
import type { InitializerLike } from "../../initializers/resolve.js";
import type { RegularizerLike } from "../../regularizers/resolve.js";
import { checkPositiveInteger } from "../checks.js";
import type { SpatialRank } from "../data-format.js";
import { Convolution, type ConvolutionConfig } from "./convolution.js";
import type { DepthwiseOptions } from "./depthwise-conv.js";

/** Options of `separableConv1d` and `separableConv2d`. */
export interface SeparableConvConfig<N extends SpatialRank>
  extends ConvolutionConfig<N>,
    DepthwiseOptions {
  /** Number of channels of the result. */
  readonly filters: number;
  /** Default `"glorotUniform"`. */
  readonly pointwiseInitializer?: InitializerLike | null | undefined;
  readonly pointwiseRegularizer?: RegularizerLike | null | undefined;
  readonly pointwiseConstraint?: ConstraintLike | null | undefined;
}

/** What `separableConv1d` and `separableConv2d` share. */
export abstract class SeparableConv<N extends SpatialRank> extends Convolution<N> {
  readonly depthMultiplier: number;
  readonly filters: number;
  depthwiseKernel!: Variable;
  pointwiseKernel!: Variable;
  readonly #depthwise: WeightRule;
  readonly #pointwise: WeightRule;

  constructor(config: SeparableConvConfig<N>, rank: N) {
    super(config, rank);
    const where = this.name;
    const { depthMultiplier = 1 } = config;
    this.depthMultiplier = checkPositiveInteger(depthMultiplier, "depthMultiplier", where);
    this.filters = checkPositiveInteger(config.filters, "filters", where);
    this.#depthwise = weightRule(config, "depthwise", "glorotUniform", where);
    this.#pointwise = weightRule(config, "pointwise", "glorotUniform", where);
  }

  protected override buildKernels(channels: number): number {
    const { kernelSize, depthMultiplier, filters } = this;
    this.depthwiseKernel = this.addWeight({
      name: "depthwise_kernel",
      shape: [...kernelSize, channels, depthMultiplier],
      ...this.#depthwise,
    });
    this.pointwiseKernel = this.addWeight({
      name: "pointwise_kernel",
      shape: [...kernelSize.map(() => 1), channels * depthMultiplier, filters],
      ...this.#pointwise,
    });
    return filters;
  }

  protected override convolve(x: Tensor): Tensor {
    const { strides, dilationRate, depthwiseKernel, pointwiseKernel } = this;
    const padding = this.padding === "same" ? "same" : "valid";
    const options = { strides, padding, dilationRate } as const;
    return ops.separableConv(x, depthwiseKernel, pointwiseKernel, options);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    const { depthMultiplier, filters } = this;
    return {
      ...super.getConfig(),
      depthMultiplier,
      filters,
      ...describeRule("depthwise", this.#depthwise),
      ...describeRule("pointwise", this.#pointwise),
    };
  }
}
