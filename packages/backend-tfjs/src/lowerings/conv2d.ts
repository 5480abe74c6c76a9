import type { AttrsOf } from "@antler/core";
import type { Handle, Kernels } from "../kernels.js";
import { fitted, padded, zeroInterleaved } from "./windows.js";

export type Pair = readonly [number, number];

export const unpadded = [
  [0, 0],
  [0, 0],
] as const;

/** A convolution over two spatial axes; one axis counts as rows of height 1. */
export interface Geometry {
  readonly strides: Pair;
  readonly dilations: Pair;
  readonly padding: readonly [Pair, Pair];
  readonly groups: number;
}

export function geometry(attrs: AttrsOf<"conv">): Geometry {
  const { strides, dilations, padding, groups } = attrs;
  const flat = strides.length === 1;
  return {
    strides: (flat ? [1, ...strides] : strides) as unknown as Pair,
    dilations: (flat ? [1, ...dilations] : dilations) as unknown as Pair,
    padding: (flat ? [[0, 0], ...padding] : padding) as unknown as readonly [Pair, Pair],
    groups,
  };
}

/** A convolution without groups; `kernel` may name another that takes the same attributes. */
export function conv2d(
  x: Handle,
  filter: Handle,
  { strides, dilations, padding }: Omit<Geometry, "groups">,
  kernels: Kernels,
  kernel = "Conv2D",
): Handle {
  const zero = padding.every(([before, after]) => before === 0 && after === 0);
  const numeric = kernels.traits.numericPadding;
  const input = zero || numeric ? x : padded(x, [[0, 0], ...padding, [0, 0]], kernels);
  const pad = zero || !numeric ? "valid" : [[0, 0], ...padding, [0, 0]];
  return kernels.run(kernel, { x: input, filter }, { strides, dilations, pad, dataFormat: "NHWC" });
}

/**
 * The gradient `dy` as it stands for a convolution with the kernel turned around to give that of x:
 * zeros between its elements, and as many around them as the kernel reaches.
 */
export function spreadGradient(
  dy: Handle,
  window: Pair,
  spatial: Pair,
  { strides, dilations, padding }: Geometry,
  kernels: Kernels,
): Handle {
  const spread = zeroInterleaved(dy, strides, kernels);
  const reach = [0, 1].map((i) => (dilations[i] ?? 1) * ((window[i] ?? 1) - 1)) as [number, number];
  const before: Pair = [reach[0] - padding[0][0], reach[1] - padding[1][0]];
  return fitted(spread, before, spatial[0] + reach[0], spatial[1] + reach[1], kernels);
}
