import { allocate, type HostTensor, type Padding } from "@antler/core";
import { round } from "./reduce.js";
import { type Taps, tapsOf } from "./window.js";

/** Window size and strides per spatial axis; padding is never an element. */
interface PoolAttrs {
  readonly poolSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
}

interface Geometry {
  readonly batch: number;
  readonly area: number;
  readonly channels: number;
  readonly taps: Taps;
}

function geometry(shape: readonly number[], attrs: PoolAttrs): Geometry {
  const input = shape.slice(1, -1);
  const { poolSize: window, strides, padding } = attrs;
  return {
    batch: shape[0] as number,
    area: input.reduce((product, size) => product * size, 1),
    channels: shape.at(-1) as number,
    taps: tapsOf({ input, window, strides, padding, dilations: window.map(() => 1) }),
  };
}

/** For each output, the offset in x of the first largest element of its window; a NaN wins. */
function winners(x: HostTensor, { batch, area, channels, taps }: Geometry): Int32Array {
  const { positions, count, at } = taps;
  const out = new Int32Array(batch * positions * channels).fill(-1);
  for (let image = 0; image < batch; image++) {
    for (let position = 0; position < positions; position++) {
      const base = (image * positions + position) * channels;
      for (let tap = 0; tap < count; tap++) {
        const source = at[position * count + tap] as number;
        if (source < 0) continue;
        const xBase = (image * area + source) * channels;
        for (let channel = 0; channel < channels; channel++) {
          const best = out[base + channel] as number;
          const largest = x.data[best] as number;
          const element = x.data[xBase + channel] as number;
          const wins = element > largest || (Number.isNaN(element) && !Number.isNaN(largest));
          if (best < 0 || wins) out[base + channel] = xBase + channel;
        }
      }
    }
  }
  return out;
}

/** From each window the element of `values` where `x` is largest: `maxPool` when both are one. */
export function maxPoolSelect(x: HostTensor, values: HostTensor, attrs: PoolAttrs): HostTensor {
  const sizes = geometry(x.shape, attrs);
  const chosen = winners(x, sizes);
  const data = allocate(values.dtype, chosen.length);
  for (let i = 0; i < chosen.length; i++) {
    // A window that lies in the padding altogether has no element.
    data[i] = values.data[chosen[i] as number] ?? Number.NEGATIVE_INFINITY;
  }
  const shape = [sizes.batch, ...sizes.taps.output, sizes.channels];
  return { dtype: values.dtype, shape, data };
}

/** Sends each output's gradient to the element that won. */
export function maxPoolGrad(x: HostTensor, gradient: HostTensor, attrs: PoolAttrs): HostTensor {
  const chosen = winners(x, geometry(x.shape, attrs));
  const sums = new Float64Array(x.data.length);
  for (let i = 0; i < chosen.length; i++) {
    const target = chosen[i] as number;
    if (target >= 0) sums[target] = (sums[target] as number) + (gradient.data[i] as number);
  }
  return { dtype: x.dtype, shape: x.shape, data: round(sums, x.dtype) };
}

/** Elements of each window that are not padding. */
function elementCounts({ positions, count, at }: Taps): Int32Array {
  const counts = new Int32Array(positions);
  for (let i = 0; i < at.length; i++) {
    if ((at[i] as number) < 0) continue;
    const position = Math.floor(i / count);
    counts[position] = (counts[position] as number) + 1;
  }
  return counts;
}

/** The mean of each window. */
export function averagePool(x: HostTensor, attrs: PoolAttrs): HostTensor {
  const { batch, area, channels, taps } = geometry(x.shape, attrs);
  const { positions, count, at, output } = taps;
  const counts = elementCounts(taps);
  const data = allocate(x.dtype, batch * positions * channels);
  for (let image = 0; image < batch; image++) {
    for (let position = 0; position < positions; position++) {
      const base = (image * positions + position) * channels;
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let tap = 0; tap < count; tap++) {
          const source = at[position * count + tap] as number;
          if (source >= 0) sum += x.data[(image * area + source) * channels + channel] as number;
        }
        data[base + channel] = sum / (counts[position] as number);
      }
    }
  }
  return { dtype: x.dtype, shape: [batch, ...output, channels], data };
}

/** Spreads each output's gradient evenly over the elements of its window. */
export function averagePoolGrad(
  gradient: HostTensor,
  attrs: PoolAttrs,
  inputShape: readonly number[],
): HostTensor {
  const { batch, area, channels, taps } = geometry(inputShape, attrs);
  const { positions, count, at } = taps;
  const counts = elementCounts(taps);
  const sums = new Float64Array(batch * area * channels);
  for (let image = 0; image < batch; image++) {
    for (let position = 0; position < positions; position++) {
      const base = (image * positions + position) * channels;
      for (let tap = 0; tap < count; tap++) {
        const source = at[position * count + tap] as number;
        if (source < 0) continue;
        const xBase = (image * area + source) * channels;
        for (let channel = 0; channel < channels; channel++) {
          const share = (gradient.data[base + channel] as number) / (counts[position] as number);
          sums[xBase + channel] = (sums[xBase + channel] as number) + share;
        }
      }
    }
  }
  return { dtype: gradient.dtype, shape: inputShape, data: round(sums, gradient.dtype) };
}
