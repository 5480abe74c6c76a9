import type { Padding } from "@antler/core";
import { stridesOf } from "./walk.js";

/** How a window moves over spatial axes of any number. */
interface WindowGeometry {
  readonly input: readonly number[];
  readonly window: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: Padding;
}

/** Which input position each element of each window reads. */
export interface Taps {
  readonly output: readonly number[];
  readonly positions: number;
  /** Elements of the window. */
  readonly count: number;
  /** `at[position * count + tap]`: flat input position, or −1 inside the padding. */
  readonly at: Int32Array;
}

/** Tabulates a sliding window once, so that kernels need no geometry, whatever the rank. */
export function tapsOf({ input, window, strides, dilations, padding }: WindowGeometry): Taps {
  const output = input.map((size, axis) => {
    const [before, after] = padding[axis] ?? [0, 0];
    const span = (dilations[axis] as number) * ((window[axis] as number) - 1) + 1;
    return Math.floor((size + before + after - span) / (strides[axis] as number)) + 1;
  });
  const inputStrides = stridesOf(input);
  const [outputStrides, windowStrides] = [stridesOf(output), stridesOf(window)];
  const positions = output.reduce((product, size) => product * size, 1);
  const count = window.reduce((product, size) => product * size, 1);
  const at = new Int32Array(positions * count);
  for (let position = 0; position < positions; position++) {
    for (let tap = 0; tap < count; tap++) {
      let flat = 0;
      for (let axis = 0; axis < input.length && flat >= 0; axis++) {
        const place =
          Math.floor(position / (outputStrides[axis] as number)) % (output[axis] as number);
        const element =
          Math.floor(tap / (windowStrides[axis] as number)) % (window[axis] as number);
        const index =
          place * (strides[axis] as number) +
          element * (dilations[axis] as number) -
          (padding[axis]?.[0] ?? 0);
        const inside = index >= 0 && index < (input[axis] as number);
        flat = inside ? flat + index * (inputStrides[axis] as number) : -1;
      }
      at[position * count + tap] = flat;
    }
  }
  return { output, positions, count, at };
}
