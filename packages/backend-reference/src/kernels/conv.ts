import { allocate, type HostTensor, type Padding } from "@antler/core";
import { round } from "./reduce.js";
import { type Taps, tapsOf } from "./window.js";

/** Strides, padding and dilations per spatial axis, and the number of channel groups. */
interface ConvAttrs {
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dilations: readonly number[];
  readonly groups: number;
}

/** The sizes that all three kernels loop over. */
interface Geometry {
  readonly batch: number;
  /** Elements of one image's spatial axes. */
  readonly area: number;
  readonly channels: number;
  readonly channelsPerGroup: number;
  readonly filters: number;
  readonly filtersPerGroup: number;
  readonly taps: Taps;
}

function geometry(
  x: readonly number[],
  kernel: readonly number[],
  { strides, padding, dilations, groups }: ConvAttrs,
): Geometry {
  const input = x.slice(1, -1);
  const [channelsPerGroup, filters] = kernel.slice(-2) as [number, number];
  return {
    batch: x[0] as number,
    area: input.reduce((product, size) => product * size, 1),
    channels: x.at(-1) as number,
    channelsPerGroup,
    filters,
    filtersPerGroup: filters / groups,
    taps: tapsOf({ input, window: kernel.slice(0, -2), strides, dilations, padding }),
  };
}

/** x [batch, ...spatial, channels], kernel [...window, channels / groups, filters]. */
export function conv(x: HostTensor, kernel: HostTensor, attrs: ConvAttrs): HostTensor {
  const { batch, area, channels, channelsPerGroup, filters, filtersPerGroup, taps } = geometry(
    x.shape,
    kernel.shape,
    attrs,
  );
  const { positions, count, at, output } = taps;
  const out = allocate(x.dtype, batch * positions * filters);
  const sums = new Float64Array(filters);
  const [input, weights] = [x.data, kernel.data];
  for (let image = 0; image < batch; image++) {
    for (let position = 0; position < positions; position++) {
      sums.fill(0);
      for (let tap = 0; tap < count; tap++) {
        const source = at[position * count + tap] as number;
        if (source < 0) continue;
        const xBase = (image * area + source) * channels;
        for (let channel = 0; channel < channels; channel++) {
          const element = input[xBase + channel] as number;
          const group = Math.floor(channel / channelsPerGroup);
          const row = (tap * channelsPerGroup + (channel % channelsPerGroup)) * filters;
          const end = (group + 1) * filtersPerGroup;
          for (let filter = group * filtersPerGroup; filter < end; filter++) {
            sums[filter] = (sums[filter] as number) + element * (weights[row + filter] as number);
          }
        }
      }
      out.set(sums, (image * positions + position) * filters);
    }
  }
  return { dtype: x.dtype, shape: [batch, ...output, filters], data: out };
}

/** The gradient of {@link conv} with respect to x, whose shape is `inputShape`. */
export function convInputGrad(
  gradient: HostTensor,
  kernel: HostTensor,
  attrs: ConvAttrs,
  inputShape: readonly number[],
): HostTensor {
  const { batch, area, channels, channelsPerGroup, filters, filtersPerGroup, taps } = geometry(
    inputShape,
    kernel.shape,
    attrs,
  );
  const { positions, count, at } = taps;
  const out = allocate(gradient.dtype, batch * area * channels);
  const sums = new Float64Array(area * channels);
  const [dy, weights] = [gradient.data, kernel.data];
  for (let image = 0; image < batch; image++) {
    sums.fill(0);
    for (let position = 0; position < positions; position++) {
      const yBase = (image * positions + position) * filters;
      for (let tap = 0; tap < count; tap++) {
        const source = at[position * count + tap] as number;
        if (source < 0) continue;
        for (let channel = 0; channel < channels; channel++) {
          const group = Math.floor(channel / channelsPerGroup);
          const row = (tap * channelsPerGroup + (channel % channelsPerGroup)) * filters;
          const end = (group + 1) * filtersPerGroup;
          let sum = 0;
          for (let filter = group * filtersPerGroup; filter < end; filter++) {
            sum += (dy[yBase + filter] as number) * (weights[row + filter] as number);
          }
          const target = source * channels + channel;
          sums[target] = (sums[target] as number) + sum;
        }
      }
    }
    out.set(sums, image * area * channels);
  }
  return { dtype: gradient.dtype, shape: inputShape, data: out };
}

/** The gradient of {@link conv} with respect to its kernel, whose shape is `kernelShape`. */
export function convKernelGrad(
  x: HostTensor,
  gradient: HostTensor,
  attrs: ConvAttrs,
  kernelShape: readonly number[],
): HostTensor {
  const { batch, area, channels, channelsPerGroup, filters, filtersPerGroup, taps } = geometry(
    x.shape,
    kernelShape,
    attrs,
  );
  const { positions, count, at } = taps;
  const sums = new Float64Array(count * channelsPerGroup * filters);
  const [input, dy] = [x.data, gradient.data];
  for (let image = 0; image < batch; image++) {
    for (let position = 0; position < positions; position++) {
      const yBase = (image * positions + position) * filters;
      for (let tap = 0; tap < count; tap++) {
        const source = at[position * count + tap] as number;
        if (source < 0) continue;
        const xBase = (image * area + source) * channels;
        for (let channel = 0; channel < channels; channel++) {
          const element = input[xBase + channel] as number;
          const group = Math.floor(channel / channelsPerGroup);
          const row = (tap * channelsPerGroup + (channel % channelsPerGroup)) * filters;
          const end = (group + 1) * filtersPerGroup;
          for (let filter = group * filtersPerGroup; filter < end; filter++) {
            sums[row + filter] =
              (sums[row + filter] as number) + element * (dy[yBase + filter] as number);
          }
        }
      }
    }
  }
  return { dtype: x.dtype, shape: kernelShape, data: round(sums, x.dtype) };
}
