// Convolutions in which every channel is a group by itself: filters [height, width, 1, channels · multiplier].
import { reshaped } from "../context.js";
import type { Handle, Kernels } from "../kernels.js";
import { conv2d, type Geometry, type Pair, spreadGradient, unpadded } from "./conv2d.js";
import { everyNth, padded, sliced } from "./windows.js";

const kernel = "DepthwiseConv2dNative";

export function isDepthwise({ groups }: Geometry, filter: Handle): boolean {
  return groups > 1 && filter.shape[2] === 1;
}

/** [height, width, 1, filters] as the kernel takes it: [height, width, channels, multiplier]. */
function perChannel(filter: Handle, channels: number, kernels: Kernels): Handle {
  const [height = 1, width = 1, , filters = 1] = filter.shape;
  return reshaped(filter, [height, width, channels, filters / channels], kernels);
}

export function depthwise(x: Handle, filter: Handle, setup: Geometry, kernels: Kernels): Handle {
  const { strides, dilations, padding, groups } = setup;
  const filters = perChannel(filter, groups, kernels);
  if (strides[0] === strides[1]) return conv2d(x, filters, setup, kernels, kernel);
  // The kernel has one stride for both axes: take all positions, and then the right ones.
  const all = conv2d(x, filters, { strides: [1, 1], dilations, padding }, kernels, kernel);
  const rows = everyNth(all, 1, strides[0], Math.ceil((all.shape[1] ?? 1) / strides[0]), kernels);
  return everyNth(rows, 2, strides[1], Math.ceil((all.shape[2] ?? 1) / strides[1]), kernels);
}

/** Gradient of x: a depthwise convolution again, added up over the filters of each channel. */
export function depthwiseInputGradient(
  dy: Handle,
  filter: Handle,
  spatial: Pair,
  setup: Geometry,
  kernels: Kernels,
): Handle {
  const { dilations, groups } = setup;
  const filters = filter.shape[3] ?? 1;
  const window: Pair = [filter.shape[0] ?? 1, filter.shape[1] ?? 1];
  const ready = spreadGradient(dy, window, spatial, setup, kernels);
  const single = reshaped(filter, [...window, filters, 1], kernels);
  const turned = kernels.run("Reverse", { x: single }, { dims: [0, 1] });
  const plain = { strides: [1, 1], dilations, padding: unpadded } as const;
  const each = conv2d(ready, turned, plain, kernels, kernel);
  const multiplier = filters / groups;
  if (multiplier === 1) return each;
  const apart = reshaped(each, [...each.shape.slice(0, 3), groups, multiplier], kernels);
  return kernels.run("Sum", { x: apart }, { axis: [4], keepDims: false });
}

/** Gradient of the filter: for each of its positions, what it meets times the gradient, added up. */
export function depthwiseKernelGradient(
  x: Handle,
  dy: Handle,
  window: Pair,
  { strides, dilations, padding, groups }: Geometry,
  kernels: Kernels,
): Handle {
  const [batch = 1, rows = 1, columns = 1, filters = 1] = dy.shape;
  const multiplier = filters / groups;
  const [down, right] = strides;
  const reach = [(rows - 1) * down + 1, (columns - 1) * right + 1] as const;
  const surrounded = padded(x, [[0, 0], ...padding, [0, 0]], kernels);
  const positions = batch * rows * columns;
  const gradient = reshaped(dy, [positions, groups, multiplier], kernels);
  const sums: Handle[] = [];
  for (let i = 0; i < window[0]; i++) {
    for (let j = 0; j < window[1]; j++) {
      const begin = [0, i * dilations[0], j * dilations[1], 0];
      const seen = sliced(surrounded, begin, [batch, ...reach, groups], kernels);
      const lines = everyNth(seen, 1, down, rows, kernels);
      const met = everyNth(lines, 2, right, columns, kernels);
      const a = reshaped(met, [positions, groups, 1], kernels);
      const product = kernels.run("Multiply", { a, b: gradient });
      sums.push(kernels.run("Sum", { x: product }, { axis: [0], keepDims: false }));
      kernels.free(product);
    }
  }
  return sums.length === 1 ? (sums[0] as Handle) : kernels.run("Concat", sums, { axis: 0 });
}
