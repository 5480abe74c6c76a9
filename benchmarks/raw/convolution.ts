import type { GraphBuilder } from "#backend-onnx/graph/builder.js";

/** A 3×3 convolution without padding, channels first. */
export interface Convolution {
  readonly batchSize: number;
  readonly channels: number;
  readonly filters: number;
  /** Height and width of the result. */
  readonly size: number;
}

const kernel = 3;

/** [N, C, H, W] and [M, C, 3, 3] to [N, M, H − 2, W − 2]. */
export function convolution(g: GraphBuilder, x: string, w: string, b: string): string {
  return g.node("Conv", [x, w, b], { kernel_shape: [kernel, kernel] });
}

/** The gradient of the input: a full convolution with the kernel turned around. */
export function inputGradient(g: GraphBuilder, w: string, dy: string): string {
  const last = g.integers(-1, -1);
  const beforeFirst = g.integers(-1 - kernel, -1 - kernel);
  const turned = g.node("Slice", [w, last, beforeFirst, g.integers(2, 3), g.integers(-1, -1)]);
  const swapped = g.node("Transpose", [turned], { perm: [1, 0, 2, 3] });
  const pad = kernel - 1;
  return g.node("Conv", [dy, swapped], {
    kernel_shape: [kernel, kernel],
    pads: [pad, pad, pad, pad],
  });
}

/**
 * The gradient of the kernel: the windows of each image as a matrix, one matrix product for each
 * image, and the sum of those.
 */
export function kernelGradient(g: GraphBuilder, x: string, dy: string, shape: Convolution): string {
  const { batchSize, channels, filters, size } = shape;
  const reshape = (value: string, ...to: number[]): string =>
    g.node("Reshape", [value, g.integers(...to)]);
  const taps: string[] = [];
  for (let i = 0; i < kernel; i++) {
    for (let j = 0; j < kernel; j++) {
      const bounds = [g.integers(i, j), g.integers(i + size, j + size), g.integers(2, 3)];
      taps.push(reshape(g.node("Slice", [x, ...bounds]), batchSize, channels, size * size));
    }
  }
  const columns = g.node("Concat", taps, { axis: 1 });
  const rows = reshape(dy, batchSize, filters, size * size);
  const products = g.node("MatMul", [rows, g.node("Transpose", [columns], { perm: [0, 2, 1] })]);
  const total = g.node("ReduceSum", [products, g.integers(0)], { keepdims: 0 });
  const byTap = reshape(total, filters, kernel * kernel, channels);
  const byChannel = g.node("Transpose", [byTap], { perm: [0, 2, 1] });
  return reshape(byChannel, filters, channels, kernel, kernel);
}
