import { multiplyDims, ops, type Shape, type Tensor, type Variable } from "@antler/core";
import type { InputRule } from "../../base/input-spec.js";
import { checkChoice, checkPositiveInteger, checkTuple, knownSize } from "../checks.js";
import {
  checkDataFormat,
  type DataFormat,
  type DataFormatLike,
  spatialLayout,
  type WindowPadding,
} from "../data-format.js";
import type { PreparedCell } from "./cell.js";
import { forgetBias } from "./forget-bias.js";
import { lstmStep } from "./lstm-step.js";
import type { ForgetBiasOptions } from "./lstmCell.js";
import { type Drop, type GatedCellConfig, WeightedCell } from "./weighted-cell.js";

/** One number for all spatial axes, or one each. */
export type SpatialOption = number | readonly number[];

/** Options of cells that convolve. */
export interface ConvLSTMCellConfig extends GatedCellConfig, ForgetBiasOptions {
  /** The number of channels of the output and of each state. */
  readonly filters: number;
  readonly kernelSize: SpatialOption;
  /** Of the convolution of inputs; that of states keeps the size. Default 1. */
  readonly strides?: SpatialOption | undefined;
  /** Of the convolution of inputs. Default `"valid"`. */
  readonly padding?: WindowPadding | undefined;
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormatLike | null | undefined;
  /** Of the convolution of inputs. Default 1. */
  readonly dilationRate?: SpatialOption | undefined;
}

/** An LSTM whose products are convolutions: [batch, ...spatial, channels] → [batch, ...spatial', filters]. */
export class ConvLSTMCell extends WeightedCell {
  readonly filters: number;
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: WindowPadding;
  readonly dataFormat: DataFormat;
  readonly dilationRate: readonly number[];
  readonly unitForgetBias: boolean;
  readonly stateSize: readonly number[];
  kernel!: Variable;
  recurrentKernel!: Variable;
  bias: Variable | undefined;
  readonly #spatial: 1 | 2 | 3;

  constructor(config: ConvLSTMCellConfig, spatial: 1 | 2 | 3) {
    super(config, true);
    const { where } = this;
    this.#spatial = spatial;
    this.filters = checkPositiveInteger(config.filters, "filters", where);
    this.kernelSize = checkTuple(config.kernelSize, spatial, "kernelSize", where);
    this.strides = checkTuple(config.strides ?? 1, spatial, "strides", where);
    this.padding = checkChoice(config.padding ?? "valid", ["valid", "same"], "padding", where);
    this.dataFormat = checkDataFormat(config.dataFormat, where);
    this.dilationRate = checkTuple(config.dilationRate ?? 1, spatial, "dilationRate", where);
    this.unitForgetBias = config.unitForgetBias ?? true;
    this.stateSize = [this.filters, this.filters];
    this.inputSpecs = [{ ndim: spatial + 2, layout: spatialLayout(this.dataFormat, spatial) }];
  }

  override get sequenceSpec(): InputRule {
    const layout = spatialLayout(this.dataFormat, this.#spatial).replace("batch", "batch, time");
    const channels = this.built ? this.kernel.shape.at(-2) : undefined;
    const axis = this.dataFormat === "channels_last" ? -1 : 2;
    const axes = channels === undefined ? {} : { axes: { [axis]: channels } };
    return { ndim: this.#spatial + 3, ...axes, layout };
  }

  override build(inputShape: Shape): void {
    const axis = this.dataFormat === "channels_last" ? -1 : 1;
    const channels = knownSize(inputShape, axis, this.name);
    const { filters, kernelSize, rules } = this;
    const four = 4 * filters;
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [...kernelSize, channels, four],
      ...rules.kernel,
    });
    this.recurrentKernel = this.addWeight({
      name: "recurrent_kernel",
      shape: [...kernelSize, filters, four],
      ...rules.recurrent,
    });
    if (!this.useBias) return;
    const rule = this.unitForgetBias ? forgetBias(rules.bias, filters, this.name) : rules.bias;
    this.bias = this.addWeight({ name: "bias", shape: [four], ...rule });
  }

  override initialStates(stepShape: Shape): readonly Tensor[] {
    const { shape } = this.#convolve(ops.zeros(stepShape, this.computeDtype));
    const ofState = shape.with(this.#channelAxis, this.filters);
    return this.stateSize.map(() => ops.zeros(ofState, this.computeDtype));
  }

  protected override plan(dropInput: Drop, dropState: Drop): PreparedCell {
    const { padding, dataFormat } = { padding: "same" as const, dataFormat: this.dataFormat };
    const recurrent = this.recurrentKernel.read();
    const gates = lstmStep(this.activate, this.activateGate, this.#channelAxis);
    return {
      project: (x) => this.#project(dropInput(x)),
      step: (x, [h, c]) => {
        const product = ops.conv(dropState(h as Tensor), recurrent, { padding, dataFormat });
        return gates(ops.add(product, x), c as Tensor);
      },
    };
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
      unitForgetBias: this.unitForgetBias,
    };
  }

  /** Of a step. */
  get #channelAxis(): number {
    return this.dataFormat === "channels_last" ? this.#spatial + 1 : 1;
  }

  /** One step, or all in one convolution. */
  #project(x: Tensor): Tensor {
    if (x.rank === this.#spatial + 2) return this.#convolve(x);
    const [time = 1, batch = 1, ...rest] = x.shape;
    const product = this.#convolve(ops.reshape(x, [multiplyDims(time, batch), ...rest]));
    return ops.reshape(product, [time, batch, ...product.shape.slice(1)]);
  }

  #convolve(x: Tensor): Tensor {
    const { strides, padding, dilationRate, dataFormat } = this;
    const window = { strides: [...strides], padding, dilationRate: [...dilationRate], dataFormat };
    const product = ops.conv(x, this.kernel, window);
    if (this.bias === undefined) return product;
    const ones = Array.from({ length: this.#spatial }, () => 1);
    const bias = dataFormat === "channels_last" ? this.bias : ops.reshape(this.bias, [-1, ...ones]);
    return ops.add(product, bias);
  }
}
