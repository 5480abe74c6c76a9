import type { GraphBuilder } from "#backend-onnx/graph/builder.js";

/** Max pooling of 2×2 windows, channels first. */
export function maxPool(g: GraphBuilder, x: string): string {
  return g.node("MaxPool", [x], { kernel_shape: [2, 2], strides: [2, 2] });
}

/**
 * The gradient of the input [N, C, H, W]: the first largest element of each window gets it. The
 * four places of a window are strided slices, which costs a quarter of comparing whole windows.
 */
export function maxPoolGradient(
  g: GraphBuilder,
  x: string,
  y: string,
  dy: string,
  shape: readonly [batchSize: number, channels: number, size: number],
): string {
  const [batchSize, channels, size] = shape;
  const half = size >> 1;
  const even = half * 2;
  const place = (i: number, j: number): string => {
    const end = g.integers(even - 1 + i, even - 1 + j);
    return g.node("Slice", [x, g.integers(i, j), end, g.integers(2, 3), g.integers(2, 2)]);
  };
  const zero = g.scalar(0, "float32");
  let left = dy;
  const take = (i: number, j: number): string => {
    if (i === 1 && j === 1) return left;
    const equal = g.node("Equal", [place(i, j), y]);
    const taken = g.node("Where", [equal, left, zero]);
    left = g.node("Where", [equal, zero, left]);
    return taken;
  };
  const spread = (value: string): string =>
    g.node("Reshape", [value, g.integers(batchSize, channels, half, 1, half, 1)]);
  const row = (i: number): string =>
    g.node("Concat", [spread(take(i, 0)), spread(take(i, 1))], { axis: 5 });
  const windows = g.node("Concat", [row(0), row(1)], { axis: 3 });
  const image = g.node("Reshape", [windows, g.integers(batchSize, channels, even, even)]);
  if (even === size) return image;
  return g.node("Pad", [image, g.integers(0, 0, 0, 0, 0, 0, size - even, size - even)]);
}
