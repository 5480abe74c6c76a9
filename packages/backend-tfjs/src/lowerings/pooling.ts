import type { AttrsOf, Lowering } from "@antler/core";
import { type Context, filled, reshaped } from "../context.js";
import type { Handle, Kernels } from "../kernels.js";
import { everyNth, fitted, padded, sliced, zeroInterleaved } from "./windows.js";

type Pair = readonly [number, number];

interface Window {
  readonly size: Pair;
  readonly strides: Pair;
  readonly padding: readonly [Pair, Pair];
}

/** The attributes for two spatial axes; one axis counts as rows of height 1. */
function windowOf({ poolSize, strides, padding }: AttrsOf<"maxPool">): Window {
  const flat = poolSize.length === 1;
  return {
    size: (flat ? [1, ...poolSize] : poolSize) as unknown as Pair,
    strides: (flat ? [1, ...strides] : strides) as unknown as Pair,
    padding: (flat ? [[0, 0], ...padding] : padding) as unknown as readonly [Pair, Pair],
  };
}

function image(x: Handle, kernels: Kernels): Handle {
  const [batch = 1, length = 1, channels = 1] = x.shape;
  return x.shape.length === 3 ? reshaped(x, [batch, 1, length, channels], kernels) : x;
}

function isPadded({ padding }: Window): boolean {
  return padding.some(([before, after]) => before + after > 0);
}

function pool(kernel: string, x: Handle, window: Window, pad: unknown, kernels: Kernels): Handle {
  const { size: filterSize, strides } = window;
  return kernels.run(kernel, { x }, { filterSize, strides, pad });
}

/** The largest of each window of `surrounded`, which has its padding already. */
function largest(surrounded: Handle, window: Window, kernels: Kernels): Handle {
  return pool("MaxPool", surrounded, window, "valid", kernels);
}

function surround(x: Handle, { padding }: Window, kernels: Kernels, value = 0): Handle {
  return padded(x, [[0, 0], ...padding, [0, 0]], kernels, value);
}

/** For each place in the window: the elements of `x` that stand there, in the pooled shape. */
function elementsAt(
  x: Handle,
  row: number,
  column: number,
  out: Pair,
  window: Window,
  kernels: Kernels,
): Handle {
  const [batch = 1, , , channels = 1] = x.shape;
  const [down, right] = window.strides;
  const box = [batch, (out[0] - 1) * down + 1, (out[1] - 1) * right + 1, channels];
  const seen = sliced(x, [0, row, column, 0], box, kernels);
  const rows = everyNth(seen, 1, down, out[0], kernels);
  return everyNth(rows, 2, right, out[1], kernels);
}

/** Adds up, for each place in the window, `part(row, column)` of the pooled shape at its elements. */
function scatterWindows(
  window: Window,
  spatial: Pair,
  kernels: Kernels,
  part: (row: number, column: number) => Handle,
): Handle {
  const [rows, columns] = window.size;
  const [down, right] = window.strides;
  if (down === rows && right === columns) return interleaveWindows(window, spatial, kernels, part);
  const height = spatial[0] + window.padding[0][0] + window.padding[0][1];
  const width = spatial[1] + window.padding[1][0] + window.padding[1][1];
  let total: Handle | undefined;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const spread = zeroInterleaved(part(row, column), window.strides, kernels);
      const placed = fitted(spread, [row, column], height, width, kernels);
      const sum = total === undefined ? placed : kernels.run("Add", { a: total, b: placed });
      if (total !== undefined) kernels.free(total);
      total = sum;
    }
  }
  const before: Pair = [-window.padding[0][0], -window.padding[1][0]];
  return fitted(total as Handle, before, spatial[0], spatial[1], kernels);
}

/** Windows that touch but never overlap: their elements side by side, nothing to add. */
function interleaveWindows(
  { size: [rows, columns], padding }: Window,
  spatial: Pair,
  kernels: Kernels,
  part: (row: number, column: number) => Handle,
): Handle {
  const lines: Handle[] = [];
  let shape: readonly number[] = [];
  for (let row = 0; row < rows; row++) {
    const cells = Array.from({ length: columns }, (_, column) => part(row, column));
    shape = cells[0]?.shape ?? [];
    const [batch = 1, height = 1, width = 1, channels = 1] = shape;
    const line = columns === 1 ? (cells[0] as Handle) : kernels.run("Concat", cells, { axis: 3 });
    lines.push(reshaped(line, [batch * height, width * columns * channels], kernels));
  }
  const all = rows === 1 ? (lines[0] as Handle) : kernels.run("Concat", lines, { axis: 1 });
  const [batch = 1, height = 1, width = 1, channels = 1] = shape;
  const whole = reshaped(all, [batch, height * rows, width * columns, channels], kernels);
  const before: Pair = [-padding[0][0], -padding[1][0]];
  return fitted(whole, before, spatial[0], spatial[1], kernels);
}

/** The share of each of a window's elements: 1 / (elements that are no padding). */
function shares(window: Window, spatial: Pair, out: Pair, kernels: Kernels): Handle {
  const counts = [0, 1].map((axis) =>
    Array.from({ length: out[axis] ?? 1 }, (_, i) => {
      const start = i * (window.strides[axis] ?? 1) - (window.padding[axis]?.[0] ?? 0);
      const end = Math.min(start + (window.size[axis] ?? 1), spatial[axis] ?? 1);
      return end - Math.max(start, 0);
    }),
  );
  const data = new Float32Array(out[0] * out[1]);
  counts[0]?.forEach((a, i) => {
    counts[1]?.forEach((b, j) => {
      data[i * out[1] + j] = 1 / (a * b);
    });
  });
  return kernels.uploadOwned(data, [1, out[0], out[1], 1], "float32");
}

const spatialOf = (x: Handle): Pair => [x.shape[1] ?? 1, x.shape[2] ?? 1];

/**
 * Walks the window's places in order; `visit` receives a mask of the windows whose first largest
 * element stands there.
 */
function eachWinner(x: Handle, window: Window, kernels: Kernels) {
  const surrounded = surround(x, window, kernels, Number.NEGATIVE_INFINITY);
  const maxima = largest(surrounded, window, kernels);
  const out = spatialOf(maxima);
  const hit = (row: number, column: number): Handle => {
    const elements = elementsAt(surrounded, row, column, out, window, kernels);
    const mask = kernels.run("Equal", { a: elements, b: maxima });
    kernels.free(elements);
    return mask;
  };
  return { out, maxima, hit };
}

export const poolings = {
  maxPool: (({ inputs, attrs, context: { kernels, shape } }) => {
    const window = windowOf(attrs);
    const x = surround(image(inputs[0], kernels), window, kernels, Number.NEGATIVE_INFINITY);
    return reshaped(largest(x, window, kernels), shape, kernels);
  }) satisfies Lowering<"maxPool", Handle, Context>,

  averagePool: (({ inputs, attrs, context: { kernels, shape } }) => {
    const window = windowOf(attrs);
    const x = image(inputs[0], kernels);
    const means = pool("AvgPool", surround(x, window, kernels), window, "valid", kernels);
    if (!isPadded(window)) return reshaped(means, shape, kernels);
    // The padding was counted: once more by the true numbers.
    const area = kernels.scalar(window.size[0] * window.size[1], "float32");
    const share = shares(window, spatialOf(x), spatialOf(means), kernels);
    const factor = kernels.run("Multiply", { a: share, b: area });
    return reshaped(kernels.run("Multiply", { a: means, b: factor }), shape, kernels);
  }) satisfies Lowering<"averagePool", Handle, Context>,

  averagePoolGrad: (({ inputs, attrs, context: { kernels, shape } }) => {
    const window = windowOf(attrs);
    const dy = image(inputs[0], kernels);
    const spatial: Pair = shape.length === 3 ? [1, shape[1] ?? 1] : [shape[1] ?? 1, shape[2] ?? 1];
    const share = shares(window, spatial, spatialOf(dy), kernels);
    const each = kernels.run("Multiply", { a: dy, b: share });
    return reshaped(
      scatterWindows(window, spatial, kernels, () => each),
      shape,
      kernels,
    );
  }) satisfies Lowering<"averagePoolGrad", Handle, Context>,

  maxPoolGrad: (({ inputs, attrs, context: { kernels, shape } }) => {
    const window = windowOf(attrs);
    const [x, dy] = [image(inputs[0], kernels), image(inputs[1], kernels)];
    const { hit } = eachWinner(x, window, kernels);
    const zeros = filled(dy.shape, 0, "float32", kernels);
    // What no earlier place of the window has claimed.
    let rest = dy;
    const result = scatterWindows(window, spatialOf(x), kernels, (row, column) => {
      const condition = hit(row, column);
      const claimed = kernels.run("Select", { condition, t: rest, e: zeros });
      const next = kernels.run("Select", { condition, t: zeros, e: rest });
      kernels.free(condition);
      kernels.free(rest);
      rest = next;
      return claimed;
    });
    return reshaped(result, shape, kernels);
  }) satisfies Lowering<"maxPoolGrad", Handle, Context>,

  maxPoolSelect: (({ inputs, attrs, context: { kernels, shape } }) => {
    const window = windowOf(attrs);
    const [x, values] = [image(inputs[0], kernels), image(inputs[1], kernels)];
    const { hit, out, maxima } = eachWinner(x, window, kernels);
    const surrounded = surround(values, window, kernels);
    let chosen = filled(maxima.shape, 0, "float32", kernels);
    // Backwards, so that the first of equals is written last.
    for (let row = window.size[0] - 1; row >= 0; row--) {
      for (let column = window.size[1] - 1; column >= 0; column--) {
        const condition = hit(row, column);
        const here = elementsAt(surrounded, row, column, out, window, kernels);
        const next = kernels.run("Select", { condition, t: here, e: chosen });
        for (const done of [condition, here, chosen]) kernels.free(done);
        chosen = next;
      }
    }
    return reshaped(chosen, shape, kernels);
  }) satisfies Lowering<"maxPoolSelect", Handle, Context>,
};
