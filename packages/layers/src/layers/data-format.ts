import { ops, type Tensor } from "@antler/core";
import { checkChoice } from "./checks.js";

/** Where the channels stand: `[batch, ...spatial, channels]` or `[batch, channels, ...spatial]`. */
export type DataFormat = "channels_last" | "channels_first";

/** What the option `dataFormat` takes; camelCase is accepted, too. */
export type DataFormatLike = DataFormat | "channelsLast" | "channelsFirst";

/** How a window meets the border: only where it fits, or padded with zeros to keep the size. */
export type WindowPadding = "valid" | "same";

/** One number for both spatial axes, or `[height, width]`. */
export type Pair = number | readonly [height: number, width: number];

/** The format that an option stands for. Default `"channels_last"`. */
export function checkDataFormat(
  value: DataFormatLike | null | undefined,
  where: string,
): DataFormat {
  const choices = ["channels_last", "channels_first"] as const;
  return checkChoice(value ?? "channels_last", choices, "dataFormat", where);
}

const spatialNames = [[], ["length"], ["height", "width"], ["depth", "height", "width"]] as const;

/** The axes of an input with so many spatial axes, for messages. */
export function spatialLayout(format: DataFormat, spatial: 1 | 2 | 3): string {
  const names = spatialNames[spatial];
  return format === "channels_last"
    ? `[batch, ${names.join(", ")}, channels]`
    : `[batch, channels, ${names.join(", ")}]`;
}

/** Runs `compute`, which knows channels last only, on `x` of either layout; the result is like `x`. */
export function inChannelsLast(
  x: Tensor,
  format: DataFormat,
  compute: (x: Tensor) => Tensor,
): Tensor {
  return format === "channels_last" ? compute(x) : toChannelsFirst(compute(toChannelsLast(x)));
}

/** `[batch, channels, ...spatial]` → `[batch, ...spatial, channels]`. */
export function toChannelsLast(x: Tensor): Tensor {
  const spatial = x.shape.slice(2).map((_, i) => i + 2);
  return ops.transpose(x, [0, ...spatial, 1]);
}

/** `[batch, ...spatial, channels]` → `[batch, channels, ...spatial]`. */
export function toChannelsFirst(x: Tensor): Tensor {
  const spatial = x.shape.slice(2).map((_, i) => i + 1);
  return ops.transpose(x, [0, x.rank - 1, ...spatial]);
}
