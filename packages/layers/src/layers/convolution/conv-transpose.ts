import { ArgumentError, ops, type Tensor, type Variable } from "@antler/core";
import type { KernelOptions } from "../../base/options.js";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import { checkPositiveInteger } from "../checks.js";
import { checkSizes, type PerAxis, type Sizes, type SpatialRank } from "../data-format.js";
import { Convolution, type ConvolutionConfig } from "./convolution.js";
import { checkStridesOrDilation } from "./strides.js";

/** Options of `conv1dTranspose`, `conv2dTranspose` and `conv3dTranspose`. */
export interface ConvTransposeConfig<N extends SpatialRank>
  extends ConvolutionConfig<N>,
    KernelOptions {
  /** Number of channels of the result. */
  readonly filters: number;
  /** Elements added to one side of the result, less than the stride. Default: what padding says. */
  readonly outputPadding?: Sizes<N> | null | undefined;
}

/** What `conv1dTranspose`, `conv2dTranspose` and `conv3dTranspose` share. */
export abstract class ConvTranspose<N extends SpatialRank> extends Convolution<N> {
  readonly filters: number;
  readonly outputPadding: PerAxis<N> | null;
  kernel!: Variable;
  readonly #kernel: WeightRule;

  constructor(config: ConvTransposeConfig<N>, rank: N) {
    super(config, rank);
    const where = this.name;
    this.filters = checkPositiveInteger(config.filters, "filters", where);
    const { outputPadding = null } = config;
    this.outputPadding =
      outputPadding === null ? null : checkSizes(outputPadding, rank, "outputPadding", where, 0);
    if (this.outputPadding?.some((size, i) => size >= (this.strides[i] ?? 1))) {
      throw new ArgumentError(
        `${where}: outputPadding is out of range. Expected less than strides ${JSON.stringify(this.strides)}, received ${JSON.stringify(this.outputPadding)}.`,
      );
    }
    checkStridesOrDilation(this.strides, this.dilationRate, where);
    this.#kernel = weightRule(config, "kernel", "glorotUniform", where);
  }

  /** A kernel may be larger than the input: the result only grows. */
  protected override checkInput(): void {}

  protected override buildKernels(channels: number): number {
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [...this.kernelSize, this.filters, channels],
      ...this.#kernel,
    });
    return this.filters;
  }

  protected override convolve(x: Tensor): Tensor {
    const { strides, outputPadding, dilationRate } = this;
    const padding = this.padding === "same" ? "same" : "valid";
    return ops.convTranspose(x, this.kernel, { strides, padding, outputPadding, dilationRate });
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return {
      ...super.getConfig(),
      filters: this.filters,
      outputPadding: this.outputPadding,
      ...describeRule("kernel", this.#kernel),
    };
  }
}
