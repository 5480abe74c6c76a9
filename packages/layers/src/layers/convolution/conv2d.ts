import { ArgumentError, ops, type Shape, type Tensor, type Variable } from "@antler/core";
import {
  type ActivationFunction,
  type ActivationLike,
  describeActivation,
  resolveActivation,
} from "../../activations/resolve.js";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { BiasOptions, KernelOptions } from "../../base/options.js";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import { describeRegularizer } from "../../regularizers/resolve.js";
import type { ImageRule, Typed } from "../../types/shapes.js";
import { checkChoice, checkPair, checkPositiveInteger, knownSize } from "../checks.js";
import {
  checkDataFormat,
  type DataFormat,
  type DataFormatLike,
  inChannelsLast,
  type Pair,
  spatialLayout,
  type WindowPadding,
} from "../data-format.js";

/** Options of {@link conv2d}. */
export interface Conv2DConfig extends LayerConfig, KernelOptions, BiasOptions {
  /** Number of channels of the result. */
  readonly filters: number;
  readonly kernelSize: Pair;
  /** Default 1. */
  readonly strides?: Pair | undefined;
  /** Default `"valid"`. */
  readonly padding?: WindowPadding | undefined;
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormatLike | null | undefined;
  /** Default 1. */
  readonly dilationRate?: Pair | undefined;
  /** Default 1. */
  readonly groups?: number | undefined;
  /** Default `"linear"`. */
  readonly activation?: ActivationLike | null | undefined;
}

/** See {@link conv2d}. */
export class Conv2D extends Layer {
  static readonly className = "Conv2D";
  readonly filters: number;
  readonly kernelSize: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: WindowPadding;
  readonly dataFormat: DataFormat;
  readonly dilationRate: readonly [number, number];
  readonly groups: number;
  readonly activation: ActivationLike;
  readonly useBias: boolean;
  kernel!: Variable;
  bias: Variable | undefined;
  readonly #activate: ActivationFunction;
  readonly #kernel: WeightRule;
  readonly #bias: WeightRule;

  constructor(config: Conv2DConfig) {
    super(config);
    const where = this.name;
    this.filters = checkPositiveInteger(config.filters, "filters", where);
    this.kernelSize = checkPair(config.kernelSize, "kernelSize", where);
    this.strides = checkPair(config.strides ?? 1, "strides", where);
    this.dilationRate = checkPair(config.dilationRate ?? 1, "dilationRate", where);
    this.groups = checkPositiveInteger(config.groups ?? 1, "groups", where);
    this.padding = checkChoice(config.padding ?? "valid", ["valid", "same"], "padding", where);
    this.dataFormat = checkDataFormat(config.dataFormat, where);
    if (this.filters % this.groups !== 0) {
      throw new ArgumentError(
        `${where}: filters do not fall into equal groups. Expected a multiple of groups ${this.groups}, received ${this.filters}.`,
      );
    }
    this.activation = config.activation ?? "linear";
    this.#activate = resolveActivation(this.activation, where);
    this.useBias = config.useBias ?? true;
    this.#kernel = weightRule(config, "kernel", "glorotUniform", where);
    this.#bias = weightRule(config, "bias", "zeros", where);
    this.inputSpecs = [{ ndim: 4, layout: spatialLayout(this.dataFormat, 2) }];
  }

  override build(inputShape: Shape): void {
    const axis = this.dataFormat === "channels_last" ? -1 : 1;
    const channels = knownSize(inputShape, axis, this.name);
    if (channels % this.groups !== 0) {
      throw new ArgumentError(
        `${this.name}: input channels do not fall into equal groups. Expected a multiple of groups ${this.groups}, received ${channels}.`,
      );
    }
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [...this.kernelSize, channels / this.groups, this.filters],
      ...this.#kernel,
    });
    if (this.useBias) {
      this.bias = this.addWeight({ name: "bias", shape: [this.filters], ...this.#bias });
    }
    const layout = spatialLayout(this.dataFormat, 2);
    this.inputSpecs = [{ ndim: 4, axes: { [axis]: channels }, layout }];
  }

  override call(x: Tensor): Tensor {
    const { strides, padding, dilationRate, groups } = this;
    const sum = inChannelsLast(x, this.dataFormat, (image) => {
      const product = ops.conv(image, this.kernel, { strides, padding, dilationRate, groups });
      return this.bias === undefined ? product : ops.add(product, this.bias);
    });
    return this.#activate(sum);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return {
      ...super.getConfig(),
      filters: this.filters,
      kernelSize: this.kernelSize,
      strides: this.strides,
      padding: this.padding,
      dataFormat: this.dataFormat,
      dilationRate: this.dilationRate,
      groups: this.groups,
      activation: describeActivation(this.activation),
      useBias: this.useBias,
      activityRegularizer: describeRegularizer(this.activityRegularizer),
      ...describeRule("kernel", this.#kernel),
      ...describeRule("bias", this.#bias),
    };
  }
}

/**
 * Convolution over height and width, plus bias and activation:
 * [batch, height, width, channels] → [batch, height', width', filters].
 *
 * @example
 * layers.conv2d({ filters: 16, kernelSize: 3, activation: "relu" })
 */
export function conv2d<const F extends number>(
  config: Conv2DConfig & { readonly filters: F },
): Conv2D & Typed<ImageRule<F>, "conv2d"> {
  return new Conv2D(config);
}
