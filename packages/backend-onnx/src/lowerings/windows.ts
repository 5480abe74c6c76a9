import {
  addDims,
  type Dim,
  multiplyDims,
  type Padding,
  type Shape,
  subtractDims,
} from "@antler/core";
import type { Attribute } from "../graph/attributes.js";
import type { GraphBuilder } from "../graph/builder.js";
import { type AxisSlice, sliceAxes } from "./shapes.js";

/** A window that moves over the spatial axes, one entry per axis. */
export interface Window {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: Padding;
}

/** ONNX lists all the pads before, then all those after. */
export function pads(padding: Padding): readonly number[] {
  return [...padding.map(([before]) => before), ...padding.map(([, after]) => after)];
}

/** The spatial axes of a channels-last shape. */
export function spatialOf(shape: Shape): Shape {
  return shape.slice(1, -1);
}

/** Attributes of a pooling node. */
export function poolAttributes(window: Window): Record<string, Attribute> {
  return { kernel_shape: window.size, strides: window.strides, pads: pads(window.padding) };
}

/** Whether the windows cover every element once at most and touch no padding. */
export function isTiling({ size, strides, padding }: Window): boolean {
  return size.every((n, i) => n === strides[i]) && padding.flat().every((n) => n === 0);
}

/**
 * For every position inside the window, row-major, the elements that stand there:
 * x [batch, channels, ...spatial] → [batch, channels, ...out] each. `x` must be padded already.
 */
export function taps(
  builder: GraphBuilder,
  x: string,
  window: Window,
  out: Shape,
): readonly string[] {
  return positions(window.size).map((position) => {
    const slices = position.map((at, i): AxisSlice => {
      const stride = window.strides[i] ?? 1;
      const begin = at * (window.dilations[i] ?? 1);
      const last = multiplyDims(subtractDims(out[i] ?? 1, 1), stride);
      return { axis: i + 2, begin, end: addDims(last, begin + 1), step: stride };
    });
    return sliceAxes(builder, x, slices);
  });
}

/** All index tuples below `size`, row-major. */
export function positions(size: readonly number[]): readonly (readonly number[])[] {
  return size.reduce<readonly (readonly number[])[]>(
    (tuples, n) => tuples.flatMap((tuple) => Array.from({ length: n }, (_, i) => [...tuple, i])),
    [[]],
  );
}

/** `x` [batch, channels, ...spatial] with zeros around the spatial axes. */
export function padSpatial(builder: GraphBuilder, x: string, padding: Padding): string {
  if (padding.flat().every((n) => n === 0)) return x;
  return builder.node("Pad", [x, builder.integers(...pads([[0, 0], [0, 0], ...padding]))]);
}

/**
 * Transposed convolution, all channels-first: what each window position contributes is added where
 * it came from. `spatial` are the sizes that the result shall have.
 */
export function convTranspose(
  builder: GraphBuilder,
  gradient: string,
  kernel: string,
  window: Window,
  groups: number,
  out: Shape,
  spatial: Shape,
): string {
  const attributes = {
    kernel_shape: window.size,
    strides: window.strides,
    dilations: window.dilations,
    group: groups,
  };
  const rest = spatial.map((size, i) => subtractDims(size, reach(window, out, i)));
  if (rest.every((dim) => typeof dim === "number")) {
    return builder.node("ConvTranspose", [gradient, kernel], {
      ...attributes,
      pads: pads(window.padding),
      output_padding: rest,
    });
  }
  // How many elements at the end no window reaches is known at run time only: keep what the
  // padding would cut off, add zeros for the most that can be missing, and cut to size.
  const open = window.padding.map(([before]) => [before, 0] as const);
  const full = builder.node("ConvTranspose", [gradient, kernel], {
    ...attributes,
    pads: pads(open),
  });
  const missing = window.strides.map((stride) => [0, stride - 1] as const);
  const slices = spatial.map((end, i): AxisSlice => ({ axis: i + 2, begin: 0, end, step: 1 }));
  return sliceAxes(builder, padSpatial(builder, full, missing), slices);
}

/** How far along axis `i` the windows reach into the unpadded tensor. */
function reach({ size, strides, dilations, padding }: Window, out: Shape, i: number): Dim {
  const [before, after] = padding[i] ?? [0, 0];
  const span = (dilations[i] ?? 1) * ((size[i] ?? 1) - 1) + 1;
  const steps = multiplyDims(subtractDims(out[i] ?? 1, 1), strides[i] ?? 1);
  return addDims(steps, span - before - after);
}
