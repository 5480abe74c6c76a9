// Convolutions over three spatial axes from convolutions over two, for engines that know planes
// only: one over the planes for each position of the kernel along depth, added up.
import { addDims, multiplyDims, subtractDims } from "../dimension.js";
import { type Shape, windowOutput } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import type { ConvAttrs } from "./conv.js";
import type { Ops } from "./definition.js";
import { embed } from "./embed.js";
import { mergeDepth, splitDepth } from "./volume.js";

/** The first spatial axis of a convolution: sizes, and how the kernel moves along it. */
interface Depth {
  readonly batch: Shape[number];
  readonly size: Shape[number];
  readonly out: Shape[number];
  readonly taps: number;
  readonly stride: number;
  readonly dilation: number;
  readonly padding: readonly [number, number];
}

function depthOf(x: Shape, taps: number, { strides, dilations, padding }: ConvAttrs): Depth {
  const [batch = 1, size = 1] = x;
  const [stride = 1] = strides;
  const [dilation = 1] = dilations;
  const [pads = [0, 0] as const] = padding;
  const out = windowOutput(size, taps, stride, dilation, pads);
  return { batch, size, out, taps, stride, dilation, padding: pads };
}

function planeOf({ strides, dilations, padding, groups }: ConvAttrs): ConvAttrs {
  return {
    strides: strides.slice(1),
    dilations: dilations.slice(1),
    padding: padding.slice(1),
    groups,
  };
}

/** The planes of `x` that the kernel's position `tap` meets: [batch · out, ...plane, channels]. */
function planesAt(padded: Tensor, tap: number, depth: Depth, ops: Ops): Tensor {
  const begin = padded.shape.map((_, axis) => (axis === 1 ? tap * depth.dilation : 0));
  const end = padded.shape.map((dim, axis) => (axis === 1 ? endOf(tap, depth) : dim));
  const steps = padded.shape.map((_, axis) => (axis === 1 ? depth.stride : 1));
  return mergeDepth(ops.stridedSlice(padded, begin, end, steps), ops);
}

function endOf(tap: number, { out, stride, dilation }: Depth): Shape[number] {
  return addDims(multiplyDims(subtractDims(out, 1), stride), tap * dilation + 1);
}

function padDepth(x: Tensor, { padding }: Depth, ops: Ops): Tensor {
  return ops.pad(
    x,
    x.shape.map((_, axis) => (axis === 1 ? padding : [0, 0])),
  );
}

/** The kernel at one position along depth: [...plane, channels, filters]. */
function kernelAt(kernel: Tensor, tap: number, ops: Ops): Tensor {
  const begin = kernel.shape.map((_, axis) => (axis === 0 ? tap : 0));
  const end = kernel.shape.map((dim, axis) => (axis === 0 ? tap + 1 : dim));
  return ops.reshape(ops.stridedSlice(kernel, begin, end), kernel.shape.slice(1));
}

function eachTap({ taps }: Depth, compute: (tap: number) => Tensor): readonly Tensor[] {
  return Array.from({ length: taps }, (_, tap) => compute(tap));
}

/** `conv` over three spatial axes. */
export function convVolume(x: Tensor, kernel: Tensor, attrs: ConvAttrs, ops: Ops): Tensor {
  const depth = depthOf(x.shape, kernel.shape[0] as number, attrs);
  const padded = padDepth(x, depth, ops);
  const plane = planeOf(attrs);
  const total = eachTap(depth, (tap) =>
    ops.conv(planesAt(padded, tap, depth, ops), kernelAt(kernel, tap, ops), {
      ...plane,
      dilationRate: plane.dilations,
    }),
  ).reduce((a, b) => ops.add(a, b));
  return splitDepth(total, depth.batch, depth.out, ops);
}

/** `convInputGrad` over three spatial axes. */
export function convVolumeInputGrad(
  gradient: Tensor,
  kernel: Tensor,
  attrs: ConvAttrs,
  inputShape: Shape,
  ops: Ops,
): Tensor {
  const depth = depthOf(inputShape, kernel.shape[0] as number, attrs);
  const [before, after] = depth.padding;
  const plane = planeOf(attrs);
  const dy = mergeDepth(gradient, ops);
  const batch = gradient.shape[0] ?? 1;
  const wide = inputShape.with(0, batch).with(1, addDims(depth.size, before + after));
  const planes: Shape = [dy.shape[0] ?? 1, ...inputShape.slice(2)];
  const total = eachTap(depth, (tap) => {
    const part = ops.convInputGrad(dy, kernelAt(kernel, tap, ops), {
      ...plane,
      inputShape: planes,
    });
    const begin = inputShape.map((_, axis) => (axis === 1 ? tap * depth.dilation : 0));
    const steps = inputShape.map((_, axis) => (axis === 1 ? depth.stride : 1));
    return embed(splitDepth(part, batch, depth.out, ops), begin, steps, wide, ops);
  }).reduce((a, b) => ops.add(a, b));
  const begin = wide.map((_, axis) => (axis === 1 ? before : 0));
  const end = wide.map((dim, axis) => (axis === 1 ? addDims(depth.size, before) : dim));
  return ops.stridedSlice(total, begin, end);
}

/** `convKernelGrad` over three spatial axes. */
export function convVolumeKernelGrad(
  x: Tensor,
  gradient: Tensor,
  attrs: ConvAttrs,
  kernelShape: readonly number[],
  ops: Ops,
): Tensor {
  const depth = depthOf(x.shape, kernelShape[0] as number, attrs);
  const padded = padDepth(x, depth, ops);
  const plane = planeOf(attrs);
  const dy = mergeDepth(gradient, ops);
  const parts = eachTap(depth, (tap) =>
    ops.convKernelGrad(planesAt(padded, tap, depth, ops), dy, {
      ...plane,
      kernelShape: kernelShape.slice(1),
    }),
  );
  return ops.stack(parts, 0);
}
