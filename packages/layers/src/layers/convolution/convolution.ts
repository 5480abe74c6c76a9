import { ops, type Shape, type Tensor, type Variable } from "@antler/core";
import {
  type ActivationFunction,
  type ActivationLike,
  describeActivation,
  resolveActivation,
} from "../../activations/resolve.js";
import { Layer, type LayerConfig } from "../../base/layer.js";
import type { BiasOptions } from "../../base/options.js";
import { describeRule, type WeightRule, weightRule } from "../../base/weight-rule.js";
import { describeRegularizer } from "../../regularizers/resolve.js";
import { checkChoice, knownSize } from "../checks.js";
import {
  checkDataFormat,
  checkSizes,
  checkWindowFits,
  type DataFormat,
  type DataFormatLike,
  inChannelsLast,
  type PerAxis,
  type Sizes,
  type SpatialRank,
  spatialLayout,
  spatialShape,
  type WindowPadding,
} from "../data-format.js";

/** How convolutions over one axis may meet the border: `"causal"` pads the beginning only. */
export type ConvPadding = WindowPadding | "causal";

/** Options that all convolutions over `N` spatial axes share. */
export interface ConvolutionConfig<N extends SpatialRank> extends LayerConfig, BiasOptions {
  /** Elements that the kernel spans along each spatial axis. */
  readonly kernelSize: Sizes<N>;
  /** Default 1. */
  readonly strides?: Sizes<N> | undefined;
  /** Default `"valid"`. */
  readonly padding?: WindowPadding | undefined;
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormatLike | null | undefined;
  /** Distance of the elements that the kernel sees. Default 1. */
  readonly dilationRate?: Sizes<N> | undefined;
  /** Default `"linear"`. */
  readonly activation?: ActivationLike | null | undefined;
}

/** What convolutions share: everything but the kernels and the op. */
export abstract class Convolution<N extends SpatialRank> extends Layer {
  /** The number of spatial axes. */
  readonly rank: N;
  readonly kernelSize: PerAxis<N>;
  readonly strides: PerAxis<N>;
  readonly padding: ConvPadding;
  readonly dataFormat: DataFormat;
  readonly dilationRate: PerAxis<N>;
  readonly activation: ActivationLike;
  readonly useBias: boolean;
  bias: Variable | undefined;
  readonly #activate: ActivationFunction;
  readonly #bias: WeightRule;

  constructor(
    config: Omit<ConvolutionConfig<N>, "padding"> & { readonly padding?: ConvPadding | undefined },
    rank: N,
    paddings: readonly ConvPadding[] = ["valid", "same"],
  ) {
    super(config);
    const where = this.name;
    this.rank = rank;
    this.kernelSize = checkSizes(config.kernelSize, rank, "kernelSize", where);
    this.strides = checkSizes<N>(config.strides ?? 1, rank, "strides", where);
    this.dilationRate = checkSizes<N>(config.dilationRate ?? 1, rank, "dilationRate", where);
    this.padding = checkChoice(config.padding ?? "valid", paddings, "padding", where);
    this.dataFormat = checkDataFormat(config.dataFormat, where);
    this.activation = config.activation ?? "linear";
    this.#activate = resolveActivation(this.activation, where);
    this.useBias = config.useBias ?? true;
    this.#bias = weightRule(config, "bias", "zeros", where);
    this.inputSpecs = [{ ndim: rank + 2, layout: spatialLayout(this.dataFormat, rank) }];
  }

  /** Makes the kernels for so many channels; returns how many channels come out. */
  protected abstract buildKernels(channels: number): number;

  /** Runs the op on an input with channels last. */
  protected abstract convolve(x: Tensor): Tensor;

  /** Refuses inputs that the kernel does not fit into. */
  protected checkInput(shape: Shape): void {
    if (this.padding !== "valid") return;
    const spatial = spatialShape(shape, this.dataFormat);
    checkWindowFits(spatial, this.kernelSize, this.dilationRate, "kernelSize", this.name);
  }

  override build(inputShape: Shape): void {
    const axis = this.dataFormat === "channels_last" ? -1 : 1;
    const channels = knownSize(inputShape, axis, this.name);
    this.checkInput(inputShape);
    const filters = this.buildKernels(channels);
    if (this.useBias) {
      this.bias = this.addWeight({ name: "bias", shape: [filters], ...this.#bias });
    }
    const layout = spatialLayout(this.dataFormat, this.rank);
    this.inputSpecs = [{ ndim: this.rank + 2, axes: { [axis]: channels }, layout }];
  }

  override call(x: Tensor): Tensor {
    this.checkInput(x.shape);
    const sum = inChannelsLast(x, this.dataFormat, (image) => {
      const product = this.convolve(image);
      return this.bias === undefined ? product : ops.add(product, this.bias);
    });
    return this.#activate(sum);
  }

  override getConfig(): Readonly<Record<string, unknown>> {
    return {
      ...super.getConfig(),
      kernelSize: this.kernelSize,
      strides: this.strides,
      padding: this.padding,
      dataFormat: this.dataFormat,
      dilationRate: this.dilationRate,
      activation: describeActivation(this.activation),
      useBias: this.useBias,
      activityRegularizer: describeRegularizer(this.activityRegularizer),
      ...describeRule("bias", this.#bias),
    };
  }
}
