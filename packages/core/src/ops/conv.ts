import { equalDims } from "../dimension.js";
import { floatX, isFloat } from "../dtype.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { apply } from "../graph/apply.js";
import { formatShape, isStatic } from "../shape.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Gradients } from "./definition.js";
import { castTo } from "./elementwise.js";
import {
  type PaddingLike,
  type PerAxis,
  perAxis,
  resolvePadding,
  type WindowAttrs,
  windowShape,
} from "./window.js";

/** How the kernel moves; lists have one entry per spatial axis. */
export interface ConvAttrs extends WindowAttrs {
  readonly dilations: readonly number[];
  readonly groups: number;
}

const base: ConvAttrs = {
  strides: [1, 1],
  padding: [
    [0, 0],
    [0, 0],
  ],
  dilations: [1, 1],
  groups: 1,
};

/** Inputs and attributes that the conformance cases of all three convolution ops share. */
export const convCases: readonly {
  readonly x: readonly number[];
  readonly kernel: readonly number[];
  readonly y: readonly number[];
  readonly attrs: ConvAttrs;
}[] = [
  { x: [2, 5, 6, 3], kernel: [3, 3, 3, 4], y: [2, 3, 4, 4], attrs: base },
  { x: [1, 4, 4, 1], kernel: [1, 1, 1, 2], y: [1, 4, 4, 2], attrs: base },
  {
    x: [2, 6, 7, 2],
    kernel: [3, 2, 2, 3],
    y: [2, 3, 4, 3],
    attrs: {
      ...base,
      strides: [2, 2],
      padding: [
        [0, 1],
        [0, 1],
      ],
    },
  },
  {
    x: [1, 7, 6, 2],
    kernel: [2, 3, 2, 2],
    y: [1, 6, 4, 2],
    attrs: {
      ...base,
      dilations: [2, 2],
      padding: [
        [1, 0],
        [1, 1],
      ],
    },
  },
  { x: [2, 8, 8, 2], kernel: [3, 3, 2, 2], y: [2, 2, 2, 2], attrs: { ...base, strides: [3, 3] } },
  { x: [1, 5, 5, 4], kernel: [3, 3, 2, 6], y: [1, 3, 3, 6], attrs: { ...base, groups: 2 } },
  {
    x: [1, 5, 5, 3],
    kernel: [3, 3, 1, 3],
    y: [1, 5, 5, 3],
    attrs: {
      ...base,
      groups: 3,
      padding: [
        [1, 1],
        [1, 1],
      ],
    },
  },
];

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
  cases: convCases.map(({ x, kernel, attrs }) => ({ inputs: [x, kernel], attrs })),
});

/** Options of {@link conv}, with Keras's defaults. */
export interface ConvOptions {
  readonly strides?: PerAxis;
  readonly padding?: PaddingLike;
  readonly dilationRate?: PerAxis;
  /** Input and output channels fall into this many independent groups. */
  readonly groups?: number;
}

/**
 * Convolution (cross-correlation, as everywhere in deep learning), channels last:
 * x [batch, ...spatial, channels], kernel [...spatial, channels / groups, filters]
 * → [batch, ...spatial', filters].
 * @throws ShapeError if channels or window do not fit
 */
export const conv = builder(
  definition,
  (x: TensorLike, kernel: TensorLike, options: ConvOptions = {}): Tensor => {
    const [input, weights] = [tensor(x), tensor(kernel)];
    const rank = input.rank - 2;
    const window = weights.shape.slice(0, Math.max(rank, 0)) as number[];
    const strides = perAxis(options.strides ?? 1, rank, "strides", "conv");
    const dilations = perAxis(options.dilationRate ?? 1, rank, "dilationRate", "conv");
    const groups = options.groups ?? 1;
    if (!Number.isInteger(groups) || groups < 1) {
      throw new ArgumentError(`conv: groups must be a positive integer, received ${groups}.`);
    }
    const spatial = input.shape.slice(1, -1);
    const padding = resolvePadding(
      options.padding ?? "valid",
      spatial,
      window,
      strides,
      dilations,
      "conv",
    );
    const dtype = isFloat(input.dtype) ? input.dtype : floatX;
    return apply(definition, [castTo(input, dtype), castTo(weights, dtype)], {
      strides,
      padding,
      dilations,
      groups,
    });
  },
);
