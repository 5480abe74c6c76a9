import { ops, type Tensor } from "@antler/core";

/** Where the channels stand: `[batch, ...spatial, channels]` or `[batch, channels, ...spatial]`. */
export type DataFormat = "channelsLast" | "channelsFirst";

/** How a window meets the border: only where it fits, or padded with zeros to keep the size. */
export type WindowPadding = "valid" | "same";

/** One number for both spatial axes, or `[height, width]`. */
export type Pair = number | readonly [height: number, width: number];

/** The axes of an image, for messages. */
export function imageLayout(format: DataFormat): string {
  return format === "channelsLast"
    ? "[batch, height, width, channels]"
    : "[batch, channels, height, width]";
}

/** Runs `compute`, which knows channels last only, on `x` of either layout; the result is like `x`. */
export function inChannelsLast(
  x: Tensor,
  format: DataFormat,
  compute: (x: Tensor) => Tensor,
): Tensor {
  return format === "channelsLast" ? compute(x) : toChannelsFirst(compute(toChannelsLast(x)));
}

/** `[batch, channels, ...spatial]` → `[batch, ...spatial, channels]`. */
export function toChannelsLast(x: Tensor): Tensor {
  const spatial = x.shape.slice(2).map((_, i) => i + 2);
  return ops.transpose(x, [0, ...spatial, 1]);
}

function toChannelsFirst(x: Tensor): Tensor {
  const spatial = x.shape.slice(2).map((_, i) => i + 1);
  return ops.transpose(x, [0, x.rank - 1, ...spatial]);
}
