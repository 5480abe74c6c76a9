import { ArgumentError, ShapeError } from "../errors.js";
import { formatShape } from "../shape.js";
import type { Tensor } from "../tensor/tensor.js";
import { transpose } from "./transpose.js";

/** Where the channels of an image stand: last (the default), or right after the batch axis. */
export type DataFormat = "channels_last" | "channels_first" | "channelsLast" | "channelsFirst";

/** Whether channels come first; `null` and `undefined` mean the default. */
export function isChannelsFirst(format: DataFormat | null | undefined, where: string): boolean {
  switch (format) {
    case "channels_first":
    case "channelsFirst":
      return true;
    case "channels_last":
    case "channelsLast":
    case null:
    case undefined:
      return false;
    default:
      throw new ArgumentError(
        `${where}: unknown dataFormat. Expected "channels_last" or "channels_first", received ${JSON.stringify(format)}.`,
      );
  }
}

/**
 * Runs `compute`, which knows channels last only, on an image of either layout; the result has the
 * layout of `x`. The transposes around it cancel with their neighbours.
 * @throws ShapeError if `x` has no spatial axis
 */
export function inChannelsLast(
  x: Tensor,
  format: DataFormat | null | undefined,
  where: string,
  compute: (x: Tensor) => Tensor,
): Tensor {
  const first = isChannelsFirst(format, where);
  if (x.rank < 3) {
    throw new ShapeError(
      `${where}: the input has no spatial axis. Expected ${first ? "[batch, channels, ...spatial]" : "[batch, ...spatial, channels]"}, received ${formatShape(x.shape)}.`,
    );
  }
  return first ? toChannelsFirst(compute(toChannelsLast(x))) : compute(x);
}

/** [batch, channels, ...spatial] → [batch, ...spatial, channels]. */
function toChannelsLast(x: Tensor): Tensor {
  return transpose(x, [0, ...x.shape.slice(2).map((_, i) => i + 2), 1]);
}

/** [batch, ...spatial, channels] → [batch, channels, ...spatial]. */
function toChannelsFirst(x: Tensor): Tensor {
  return transpose(x, [0, x.rank - 1, ...x.shape.slice(2).map((_, i) => i + 1)]);
}
