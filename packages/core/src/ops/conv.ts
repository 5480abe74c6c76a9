import { equalDims } from "../dimension.js";
import { floatX, isFloat } from "../dtype.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { formatShape, isStatic } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { convCases } from "./conv-cases.js";
import { convVolume } from "./conv-volume.js";
import { type DataFormat, inChannelsLast } from "./data-format.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { castTo } from "./elementwise.js";
import { padImage } from "./same-padding.js";
import { hasDepth } from "./volume.js";
import {
  type PaddingLike,
  type PerAxis,
  perAxis,
  type WindowAttrs,
  windowShape,
} from "./window.js";

/** How the kernel moves; lists have one entry per spatial axis. */
export interface ConvAttrs extends WindowAttrs {
  readonly dilations: readonly number[];
  readonly groups: number;
}

const definition = defineOp({
  name: "conv",
  inputs: ["x", "kernel"],
  infer: ([x, kernel], attrs: ConvAttrs) => {
    const rank = x.shape.length - 2;
    const channels = x.shape.at(-1) ?? 0;
    if (rank < 1 || kernel.shape.length !== x.shape.length || attrs.strides.length !== rank) {
      throw new ShapeError(
        `conv: expected x [batch, ...spatial, channels] and kernel [...spatial, channels / groups, filters] of one rank, ` +
          `received ${formatShape(x.shape)} and ${formatShape(kernel.shape)}.`,
      );
    }
    if (!isStatic(kernel.shape)) {
      throw new ShapeError(
        `conv: the kernel needs known sizes, received ${formatShape(kernel.shape)}.`,
      );
    }
    const [perGroup, filters] = kernel.shape.slice(rank) as [number, number];
    if (!equalDims(channels, perGroup * attrs.groups) || filters % attrs.groups !== 0) {
      throw new ShapeError(
        `conv: x ${formatShape(x.shape)} has ${channels} channels, the kernel ${formatShape(kernel.shape)} ` +
          `in ${attrs.groups} groups takes ${perGroup * attrs.groups}.`,
      );
    }
    const window = kernel.shape.slice(0, rank) as number[];
    const spatial = windowShape(x.shape.slice(1, -1), window, attrs, attrs.dilations, "conv");
    return { shape: [x.shape[0] ?? 1, ...spatial, filters], dtype: x.dtype };
  },
  grad: ({ inputs: [x, kernel], gradient, attrs }, ops): Gradients => [
    ops.convInputGrad(gradient, kernel, { ...attrs, inputShape: x.shape }),
    ops.convKernelGrad(x, gradient, { ...attrs, kernelShape: kernel.shape as readonly number[] }),
  ],
  decompose: ([x, kernel], attrs, ops): Tensor | null =>
    hasDepth(attrs) ? convVolume(x, kernel, attrs, ops) : null,
  cases: convCases.map(({ x, kernel, attrs }) => ({ inputs: [x, kernel], attrs })),
});

/** Options of {@link conv}, with Keras's defaults. */
export interface ConvOptions {
  /** Default 1. */
  readonly strides?: PerAxis | undefined;
  /** Default `"valid"`. */
  readonly padding?: PaddingLike | undefined;
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormat | null | undefined;
  /** Default 1. */
  readonly dilationRate?: PerAxis | undefined;
  /**
   * Input and output channels fall into this many independent groups. Default: as many as the
   * kernel's shape says.
   */
  readonly groups?: number | undefined;
}

/**
 * Convolution (cross-correlation, as everywhere in deep learning) over 1 to 3 spatial axes:
 * inputs [batch, ...spatial, channels], kernel [...spatial, channels / groups, filters]
 * → [batch, ...spatial', filters], or channels first by `dataFormat`. Integers count as float32.
 * @throws ShapeError if channels or window do not fit
 */
export const conv = builder(
  definition,
  (inputs: TensorLike, kernel: TensorLike, options: ConvOptions = {}): Tensor => {
    const weights = tensor(kernel);
    return inChannelsLast(tensor(inputs), options.dataFormat, "conv", (x) => {
      const { strides = 1, padding = "valid", dilationRate = 1 } = options;
      const rank = x.rank - 2;
      const window = {
        size: weights.shape.slice(0, rank) as number[],
        strides: perAxis(strides, rank, "strides", "conv"),
        dilations: perAxis(dilationRate, rank, "dilationRate", "conv"),
      };
      const groups = options.groups ?? groupsOf(x, weights);
      if (!Number.isInteger(groups) || groups < 1) {
        throw new ArgumentError(
          `conv: groups is no number of groups. Expected a positive integer, received ${groups}.`,
        );
      }
      const dtype = isFloat(x.dtype) ? x.dtype : floatX;
      const ready = padImage(castTo(x, dtype), window, padding, 0, "conv");
      return apply(definition, [ready.image, castTo(weights, dtype)], {
        strides: window.strides,
        padding: ready.padding,
        dilations: window.dilations,
        groups,
      });
    });
  },
);

/** How many groups of channels a kernel speaks of that takes fewer than `x` has. */
function groupsOf(x: Tensor, kernel: Tensor): number {
  const [channels, taken] = [x.shape.at(-1), kernel.shape.at(-2)];
  if (typeof channels !== "number" || typeof taken !== "number" || taken < 1) return 1;
  if (channels % taken === 0) return channels / taken;
  throw new ShapeError(
    `conv: the kernel ${formatShape(kernel.shape)} does not fit the input. Expected a number of channels ` +
      `that divides the input's ${channels} at its axis -2, received ${taken}.`,
  );
}
