import { ArgumentError, ops, type Tensor, type Variable } from "@antler/core";
import type { KernelOptions } from "../../base/options.js";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import { checkPositiveInteger } from "../checks.js";
import { type EnableLoraOptions, Lora, type LoraOptions } from "../core/lora.js";
import type { SpatialRank } from "../data-format.js";
import { Convolution, type ConvolutionConfig, type ConvPadding } from "./convolution.js";
import { checkStridesOrDilation } from "./strides.js";

/** Options of `conv1d`, `conv2d` and `conv3d`. */
export interface ConvConfig<N extends SpatialRank>
  extends ConvolutionConfig<N>,
    KernelOptions,
    LoraOptions {
  /** Number of channels of the result. */
  readonly filters: number;
  /** Input and output channels fall into this many independent groups. Default 1. */
  readonly groups?: number | undefined;
}

/** What `conv1d`, `conv2d` and `conv3d` share. */
export abstract class Conv<N extends SpatialRank> extends Convolution<N> {
  readonly filters: number;
  readonly groups: number;
  kernel!: Variable;
  readonly lora: Lora;
  readonly #kernel: WeightRule;

  constructor(
    config: Omit<ConvConfig<N>, "padding"> & { readonly padding?: ConvPadding | undefined },
    rank: N,
    paddings?: readonly ConvPadding[],
  ) {
    super(config, rank, paddings);
    const where = this.name;
    this.filters = checkPositiveInteger(config.filters, "filters", where);
    this.groups = checkPositiveInteger(config.groups ?? 1, "groups", where);
    if (this.filters % this.groups !== 0) {
      throw new ArgumentError(
        `${where}: filters do not fall into equal groups. Expected a multiple of groups ${this.groups}, received ${this.filters}.`,
      );
    }
    checkStridesOrDilation(this.strides, this.dilationRate, where);
    this.#kernel = weightRule(config, "kernel", "glorotUniform", where);
    this.lora = new Lora(config, where);
  }

  protected override buildKernels(channels: number): number {
    const { groups, filters, kernelSize } = this;
    if (channels % groups !== 0) {
      throw new ArgumentError(
        `${this.name}: input channels do not fall into equal groups. Expected a multiple of groups ${groups}, received ${channels}.`,
      );
    }
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [...kernelSize, channels / groups, filters],
      ...this.#kernel,
    });
    return filters;
  }

  override build(inputShape: Parameters<Convolution<N>["build"]>[0]): void {
    super.build(inputShape);
    this.lora.enableInBuild(this, this.kernel, "kernel", true);
  }

  /** Freezes the kernel; from now on a low-rank update of it is trained. */
  enableLora(rank: number, options: EnableLoraOptions = {}): void {
    this.lora.enable(rank, options, this, this.kernel, "kernel");
  }

  protected override convolve(x: Tensor): Tensor {
    const { strides, dilationRate, groups } = this;
    const padding = this.padding === "causal" ? this.#causal() : this.padding;
    const kernel = this.lora.applyTo(this.kernel);
    return ops.conv(x, kernel, { strides, padding, dilationRate, groups });
  }

  /** Zeros before each axis, so that an output sees no later input. */
  #causal(): readonly (readonly [number, number])[] {
    return this.kernelSize.map((size, i) => [(size - 1) * (this.dilationRate[i] ?? 1), 0] as const);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return {
      ...super.getConfig(),
      filters: this.filters,
      groups: this.groups,
      ...describeRule("kernel", this.#kernel),
      ...this.lora.config,
    };
  }
}
