import type { Lowering } from "@antler/core";
import { type Context, reshaped } from "../context.js";
import type { Handle, Kernels } from "../kernels.js";
import { conv2d, type Geometry, geometry, type Pair, spreadGradient, unpadded } from "./conv2d.js";
import {
  depthwise,
  depthwiseInputGradient,
  depthwiseKernelGradient,
  isDepthwise,
} from "./depthwise.js";
import { transposed } from "./moves.js";
import { sliced } from "./windows.js";

/** [batch, length, channels] as [batch, 1, length, channels]; four axes as they are. */
function image(x: Handle, kernels: Kernels): Handle {
  const [batch = 1, length = 1, channels = 1] = x.shape;
  return x.shape.length === 3 ? reshaped(x, [batch, 1, length, channels], kernels) : x;
}

/** [length, channels, filters] as [1, length, channels, filters]. */
function plate(kernel: Handle, kernels: Kernels): Handle {
  return kernel.shape.length === 3 ? reshaped(kernel, [1, ...kernel.shape], kernels) : kernel;
}

/** Applies `compute` to each group's share of the last axes and puts the results side by side. */
function perGroup(
  groups: number,
  parts: readonly Handle[],
  kernels: Kernels,
  compute: (parts: readonly Handle[]) => Handle,
): Handle {
  if (groups === 1) return compute(parts);
  const results = Array.from({ length: groups }, (_, group) => {
    const own = parts.map((part) => {
      const width = (part.shape.at(-1) ?? 1) / groups;
      const begin = part.shape.map((_dim, axis) =>
        axis === part.shape.length - 1 ? group * width : 0,
      );
      return kernels.run("Slice", { x: part }, { begin, size: part.shape.with(-1, width) });
    });
    return compute(own);
  });
  return kernels.run("Concat", results, { axis: (results[0]?.shape.length ?? 1) - 1 });
}

/** Gradient of x: a convolution of the gradient with the kernel turned around. */
function inputGradient(
  dy: Handle,
  filter: Handle,
  spatial: Pair,
  setup: Geometry,
  kernels: Kernels,
): Handle {
  const window: Pair = [filter.shape[0] ?? 1, filter.shape[1] ?? 1];
  const ready = spreadGradient(dy, window, spatial, setup, kernels);
  const swapped = transposed(filter, [0, 1, 3, 2], kernels);
  const turned = kernels.run("Reverse", { x: swapped }, { dims: [0, 1] });
  const { dilations } = setup;
  return conv2d(ready, turned, { strides: [1, 1], dilations, padding: unpadded }, kernels);
}

/**
 * Gradient of the kernel: a convolution in which batch and channels change places, the gradient is
 * the kernel, and strides and dilations change places too.
 */
function kernelGradient(
  x: Handle,
  dy: Handle,
  window: Pair,
  { strides, dilations, padding }: Geometry,
  kernels: Kernels,
): Handle {
  const need = [0, 1].map(
    (i) =>
      ((dy.shape[i + 1] ?? 1) - 1) * (strides[i] ?? 1) +
      (dilations[i] ?? 1) * ((window[i] ?? 1) - 1) +
      1,
  ) as [number, number];
  const [, height = 1, width = 1] = x.shape;
  const [top, left] = [padding[0][0], padding[1][0]];
  const rows = Math.min(height, need[0] - top);
  const columns = Math.min(width, need[1] - left);
  const seen = sliced(x, [0, 0, 0, 0], [x.shape[0] ?? 1, rows, columns, x.shape[3] ?? 1], kernels);
  const result = conv2d(
    transposed(seen, [3, 1, 2, 0], kernels),
    transposed(dy, [1, 2, 0, 3], kernels),
    {
      strides: dilations,
      dilations: strides,
      padding: [
        [top, need[0] - top - rows],
        [left, need[1] - left - columns],
      ],
    },
    kernels,
  );
  return transposed(result, [1, 2, 0, 3], kernels);
}

export const convolutions = {
  conv: (({ inputs, attrs, context: { kernels, shape } }) => {
    const setup = geometry(attrs);
    const [x, filter] = [image(inputs[0], kernels), plate(inputs[1], kernels)];
    if (isDepthwise(setup, filter)) {
      return reshaped(depthwise(x, filter, setup, kernels), shape, kernels);
    }
    const result = perGroup(setup.groups, [x, filter], kernels, ([part, kernel]) =>
      conv2d(part as Handle, kernel as Handle, setup, kernels),
    );
    return reshaped(result, shape, kernels);
  }) satisfies Lowering<"conv", Handle, Context>,

  convInputGrad: (({ inputs, attrs, context: { kernels, shape } }) => {
    const setup = geometry(attrs);
    const [dy, filter] = [image(inputs[0], kernels), plate(inputs[1], kernels)];
    const spatial: Pair = shape.length === 3 ? [1, shape[1] ?? 1] : [shape[1] ?? 1, shape[2] ?? 1];
    if (isDepthwise(setup, filter)) {
      return reshaped(depthwiseInputGradient(dy, filter, spatial, setup, kernels), shape, kernels);
    }
    const result = perGroup(setup.groups, [dy, filter], kernels, ([part, kernel]) =>
      inputGradient(part as Handle, kernel as Handle, spatial, setup, kernels),
    );
    return reshaped(result, shape, kernels);
  }) satisfies Lowering<"convInputGrad", Handle, Context>,

  convKernelGrad: (({ inputs, attrs, context: { kernels, shape } }) => {
    const setup = geometry(attrs);
    const [x, dy] = [image(inputs[0], kernels), image(inputs[1], kernels)];
    const window: Pair = shape.length === 3 ? [1, shape[0] ?? 1] : [shape[0] ?? 1, shape[1] ?? 1];
    if (setup.groups > 1 && setup.groups === x.shape.at(-1)) {
      return reshaped(depthwiseKernelGradient(x, dy, window, setup, kernels), shape, kernels);
    }
    const result = perGroup(setup.groups, [x, dy], kernels, ([part, gradient]) =>
      kernelGradient(part as Handle, gradient as Handle, window, setup, kernels),
    );
    return reshaped(result, shape, kernels);
  }) satisfies Lowering<"convKernelGrad", Handle, Context>,
};
