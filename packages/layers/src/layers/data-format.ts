import { formatShape, ops, type Shape, ShapeError, type Tensor } from "@antler/core";
import { checkChoice, checkTuple } from "./checks.js";

/** Where the channels stand: `[batch, ...spatial, channels]` or `[batch, channels, ...spatial]`. */
export type DataFormat = "channels_last" | "channels_first";

/** What the option `dataFormat` takes; camelCase is accepted, too. */
export type DataFormatLike = DataFormat | "channelsLast" | "channelsFirst";

/** How a window meets the border: only where it fits, or padded with zeros to keep the size. */
export type WindowPadding = "valid" | "same";

/** How many spatial axes an input has: sequences, images, volumes. */
export type SpatialRank = 1 | 2 | 3;

/** One number for each spatial axis. */
export type PerAxis<N extends SpatialRank> = {
  1: readonly [length: number];
  2: readonly [height: number, width: number];
  3: readonly [depth: number, height: number, width: number];
}[N];

/** One number for all spatial axes, or one for each. */
export type Sizes<N extends SpatialRank> = number | PerAxis<N>;

/** One number for both spatial axes, or `[height, width]`. */
export type Pair = Sizes<2>;

/** The format that an option stands for. Default `"channels_last"`. */
export function checkDataFormat(
  value: DataFormatLike | null | undefined,
  where: string,
): DataFormat {
  const choices = ["channels_last", "channels_first"] as const;
  return checkChoice(value ?? "channels_last", choices, "dataFormat", where);
}

/**
 * One integer for each spatial axis.
 * @throws ArgumentError unless all are integers ≥ `least`
 */
export function checkSizes<N extends SpatialRank>(
  value: Sizes<N>,
  spatial: N,
  option: string,
  where: string,
  least = 1,
): PerAxis<N> {
  return checkTuple(value, spatial, option, where, least) as PerAxis<N>;
}

/** The spatial axes of a shape of either layout. */
export function spatialShape(shape: Shape, format: DataFormat): Shape {
  return format === "channels_last" ? shape.slice(1, -1) : shape.slice(2);
}

/**
 * Refuses windows that nothing of the input fills.
 * @throws ShapeError that names the option, the input's size and the window's
 */
export function checkWindowFits(
  spatial: Shape,
  window: readonly number[],
  dilations: readonly number[],
  option: string,
  where: string,
): void {
  const spans = window.map((size, i) => (size - 1) * (dilations[i] ?? 1) + 1);
  const fits = spatial.every((dim, i) => typeof dim !== "number" || dim >= (spans[i] ?? 1));
  if (fits) return;
  const dilated = dilations.some((n) => n > 1)
    ? `, which dilationRate spreads over ${formatShape(spans)}`
    : "";
  throw new ShapeError(
    `${where}: ${option} is larger than the input. Expected a window within ${formatShape(spatial)}, received ${formatShape(window)}${dilated}. Use a smaller one, or padding "same".`,
  );
}

const spatialNames = [[], ["length"], ["height", "width"], ["depth", "height", "width"]] as const;

/** The axes of an input with so many spatial axes, for messages. */
export function spatialLayout(format: DataFormat, spatial: SpatialRank): string {
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
