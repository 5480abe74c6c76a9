import { addDims, type Dim, equalDims, multiplyDims, subtractDims } from "../../dimension.js";
import { floatX, isFloat } from "../../dtype.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape, isStatic, type Padding, type Shape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { type ConvOptions, conv } from "../conv.js";
import { convInputGrad } from "../convInputGrad.js";
import { type DataFormat, inChannelsLast } from "../data-format.js";
import { castTo } from "../elementwise.js";
import { pad } from "../pad.js";
import { reshape } from "../reshape.js";
import { type PaddingLike, type PerAxis, perAxis } from "../window.js";

/** Options of {@link depthwiseConv} and {@link separableConv}: those of `conv` but for groups. */
export type DepthwiseConvOptions = Omit<ConvOptions, "groups">;

/**
 * Convolution of each channel by itself over 1 to 3 spatial axes: inputs [batch, ...spatial, channels],
 * kernel [...spatial, channels, multiplier] → [batch, ...spatial', channels · multiplier], or
 * channels first by `dataFormat`.
 * @throws ShapeError if channels or window do not fit
 */
export function depthwiseConv(
  inputs: TensorLike,
  kernel: TensorLike,
  options: DepthwiseConvOptions = {},
): Tensor {
  return depthwise("depthwiseConv", tensor(inputs), tensor(kernel), options);
}

/**
 * A depthwise convolution and then a pointwise one: inputs [batch, ...spatial, channels],
 * depthwiseKernel [...spatial, channels, multiplier], pointwiseKernel [1, …, channels · multiplier, filters]
 * → [batch, ...spatial', filters], or channels first by `dataFormat`.
 * @throws ShapeError if channels or window do not fit
 */
export function separableConv(
  inputs: TensorLike,
  depthwiseKernel: TensorLike,
  pointwiseKernel: TensorLike,
  options: DepthwiseConvOptions = {},
): Tensor {
  const between = depthwise("separableConv", tensor(inputs), tensor(depthwiseKernel), options);
  return conv(between, pointwiseKernel, { dataFormat: options.dataFormat, groups: 1 });
}

function depthwise(
  where: string,
  inputs: Tensor,
  kernel: Tensor,
  options: DepthwiseConvOptions,
): Tensor {
  return inChannelsLast(inputs, options.dataFormat, where, (x) => {
    const [channels, multiplier] = kernel.shape.slice(-2);
    if (
      kernel.rank !== x.rank ||
      typeof channels !== "number" ||
      typeof multiplier !== "number" ||
      !equalDims(x.shape.at(-1) ?? 0, channels)
    ) {
      throw new ShapeError(
        `${where}: kernel and channels do not fit. Expected a kernel [...spatial, ${x.shape.at(-1)}, multiplier] of rank ${x.rank}, received ${formatShape(kernel.shape)}.`,
      );
    }
    const flat = reshape(kernel, [...kernel.shape.slice(0, -2), 1, channels * multiplier]);
    return conv(x, flat, { ...options, dataFormat: "channels_last", groups: channels });
  });
}

/** Options of {@link convTranspose}, with Keras's defaults. */
export interface ConvTransposeOptions {
  /** Default 1. */
  readonly strides?: PerAxis | undefined;
  /** Default `"valid"`. */
  readonly padding?: Exclude<PaddingLike, Padding> | undefined;
  /**
   * What the result has beyond (size − 1) · stride + kernel size ("valid") or
   * (size − 1) · stride + kernel size mod 2 ("same"). Default: max(stride − kernel size, 0), or
   * such that "same" gives size · stride.
   */
  readonly outputPadding?: PerAxis | null | undefined;
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormat | null | undefined;
  /** Default 1. */
  readonly dilationRate?: PerAxis | undefined;
}

/** One spatial axis of a transposed convolution. */
interface Axis {
  readonly stride: number;
  /** Elements that the (dilated) kernel spans. */
  readonly span: number;
  /** Elements cut off the full result before and after; negative: zeros to add. */
  readonly crop: readonly [before: number, after: number];
}

/**
 * Transposed convolution over 1 to 3 spatial axes, the way back through `conv`:
 * inputs [batch, ...spatial, channels], kernel [...spatial, filters, channels]
 * → [batch, ...spatial', filters], or channels first by `dataFormat`.
 * @throws ShapeError if the channels do not fit
 */
export function convTranspose(
  inputs: TensorLike,
  kernel: TensorLike,
  options: ConvTransposeOptions = {},
): Tensor {
  const weights = tensor(kernel);
  return inChannelsLast(tensor(inputs), options.dataFormat, "convTranspose", (x) => {
    const channels = x.shape.at(-1) as Dim;
    if (
      weights.rank !== x.rank ||
      !isStatic(weights.shape) ||
      !equalDims(weights.shape.at(-1) as Dim, channels)
    ) {
      throw new ShapeError(
        `convTranspose: kernel and channels do not fit. Expected a kernel [...spatial, filters, ${channels}] of rank ${x.rank}, received ${formatShape(weights.shape)}.`,
      );
    }
    const dtype = isFloat(x.dtype) ? x.dtype : floatX;
    return transposed(castTo(x, dtype), castTo(weights, dtype), weights.shape, options);
  });
}

function transposed(
  x: Tensor,
  kernel: Tensor,
  kernelShape: readonly number[],
  options: ConvTransposeOptions,
): Tensor {
  const where = "convTranspose";
  const { padding = "valid", outputPadding = null } = options;
  const rank = x.rank - 2;
  const strides = perAxis(options.strides ?? 1, rank, "strides", where);
  const dilations = perAxis(options.dilationRate ?? 1, rank, "dilationRate", where);
  const extra =
    outputPadding === null ? null : perAxis(outputPadding, rank, "outputPadding", where, 0);
  const axes = strides.map((stride, i): Axis => {
    const span = (dilations[i] as number) * ((kernelShape[i] as number) - 1) + 1;
    return { stride, span, crop: cropOf(span, stride, padding, extra?.[i] ?? null) };
  });
  // A convolution leaves out fewer elements at its end than a stride; more of them are plain zeros.
  const zeros = axes.map(({ stride, crop: [, after] }) => (-after < stride ? 0 : -after));
  const spatial = axes.map(({ stride, span, crop: [before, after] }, i): Dim => {
    const full = addDims(multiplyDims(subtractDims(x.shape[i + 1] as Dim, 1), stride), span);
    return subtractDims(full, before + after + (zeros[i] as number));
  });
  const inputShape: Shape = [x.shape[0] as Dim, ...spatial, kernelShape.at(-2) as number];
  const pads: Padding = axes.map(({ crop: [before, after] }) => [before, Math.max(after, 0)]);
  const attrs = { strides, dilations, padding: pads, groups: 1, inputShape };
  const result = convInputGrad(x, kernel, attrs);
  return pad(result, [[0, 0], ...zeros.map((n) => [0, n] as const), [0, 0]]);
}

/** Keras's own rule, that of its JAX backend. */
function cropOf(
  span: number,
  stride: number,
  padding: string,
  outputPadding: number | null,
): readonly [number, number] {
  if (padding === "valid") {
    return [0, -(outputPadding ?? Math.max(stride - span, 0))];
  }
  if (padding !== "same") {
    throw new ArgumentError(
      `convTranspose: unknown padding. Expected "valid" or "same", received ${JSON.stringify(padding)}.`,
    );
  }
  const total = outputPadding === null ? stride + span - 2 : span + (span % 2) - 2 + outputPadding;
  const before = Math.min(Math.ceil(total / 2), span - 1);
  return [span - 1 - before, span - 1 - (total - before)];
}
