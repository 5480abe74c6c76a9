import type { Padding } from "@antler/core";
import { reshaped } from "../context.js";
import type { Handle, Kernels } from "../kernels.js";

/** The box of `size` that starts at `begin`. */
export function sliced(
  x: Handle,
  begin: readonly number[],
  size: readonly number[],
  kernels: Kernels,
): Handle {
  if (size.every((count, i) => count === x.shape[i])) return x;
  return kernels.run("Slice", { x }, { begin, size });
}

/** `value` added around `x`, within the rank that the device's Pad takes. */
export function padded(x: Handle, paddings: Padding, kernels: Kernels, value = 0): Handle {
  const active = paddings.flatMap(([before, after], i) => (before + after > 0 ? [i] : []));
  if (active.length === 0) return x;
  if (x.shape.length <= kernels.traits.padRank) {
    return kernels.run("PadV2", { x }, { paddings, constantValue: value });
  }
  let result = x;
  for (const axis of active) {
    const [before, after] = paddings[axis] ?? [0, 0];
    const { outer, size, inner } = splitAt(result.shape, axis);
    const flat = reshaped(result, [outer, size, inner], kernels);
    const wide = kernels.run(
      "PadV2",
      { x: flat },
      {
        paddings: [
          [0, 0],
          [before, after],
          [0, 0],
        ],
        constantValue: value,
      },
    );
    result = reshaped(wide, result.shape.with(axis, size + before + after), kernels);
  }
  return result;
}

/**
 * Elements 0, `step`, 2 `step`… of an axis, `count` of them. By a reshape and a slice: StridedSlice
 * is ten times as slow, and wrong on integers.
 */
export function everyNth(
  x: Handle,
  axis: number,
  step: number,
  count: number,
  kernels: Kernels,
): Handle {
  if (step === 1) return x;
  const { outer, size, inner } = splitAt(x.shape, axis);
  const missing = count * step - size;
  const flat = reshaped(x, [outer, size, inner], kernels);
  const whole =
    missing > 0
      ? padded(
          flat,
          [
            [0, 0],
            [0, missing],
            [0, 0],
          ],
          kernels,
        )
      : sliced(flat, [0, 0, 0], [outer, count * step, inner], kernels);
  const grid = reshaped(whole, [outer * count, step * inner], kernels);
  const first = kernels.run("Slice", { x: grid }, { begin: [0, 0], size: [outer * count, inner] });
  return reshaped(first, x.shape.with(axis, count), kernels);
}

/** `step` − 1 zeros after each element of the two spatial axes of [batch, rows, columns, channels]. */
export function zeroInterleaved(x: Handle, steps: readonly number[], kernels: Kernels): Handle {
  const [batch = 1, rows = 1, columns = 1, channels = 1] = x.shape;
  const [down = 1, right = 1] = steps;
  let result = x;
  if (down > 1) {
    const lines = reshaped(result, [batch * rows, columns * channels], kernels);
    result = padded(
      lines,
      [
        [0, 0],
        [0, (down - 1) * columns * channels],
      ],
      kernels,
    );
  }
  if (right > 1) {
    const cells = reshaped(result, [batch * rows * down * columns, channels], kernels);
    result = padded(
      cells,
      [
        [0, 0],
        [0, (right - 1) * channels],
      ],
      kernels,
    );
  }
  return reshaped(result, [batch, rows * down, columns * right, channels], kernels);
}

/** Cropped at the end, or filled up with zeros, to `rows` × `columns`, after zeros before. */
export function fitted(
  x: Handle,
  before: readonly [number, number],
  rows: number,
  columns: number,
  kernels: Kernels,
): Handle {
  const [batch = 1, height = 1, width = 1, channels = 1] = x.shape;
  // A negative number of zeros cuts elements off.
  const top = Math.max(-before[0], 0);
  const left = Math.max(-before[1], 0);
  const [padTop, padLeft] = [Math.max(before[0], 0), Math.max(before[1], 0)];
  const keptRows = Math.min(height - top, rows - padTop);
  const keptColumns = Math.min(width - left, columns - padLeft);
  const kept = sliced(x, [0, top, left, 0], [batch, keptRows, keptColumns, channels], kernels);
  return padded(
    kept,
    [
      [0, 0],
      [padTop, rows - padTop - keptRows],
      [padLeft, columns - padLeft - keptColumns],
      [0, 0],
    ],
    kernels,
  );
}

function splitAt(shape: readonly number[], axis: number) {
  const product = (dims: readonly number[]): number => dims.reduce((a, b) => a * b, 1);
  return {
    outer: product(shape.slice(0, axis)),
    size: shape[axis] ?? 1,
    inner: product(shape.slice(axis + 1)),
  };
}
