import type { Dim } from "../../dimension.js";
import { ArgumentError, ShapeError, suggestion } from "../../errors.js";
import { formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { reshape } from "../reshape.js";
import { transpose } from "../transpose.js";

/** Where images keep their channels; default: last. */
export type DataFormat = "channels_last" | "channels_first" | "channelsLast" | "channelsFirst";

/** An option that every function of images has. */
export interface FormatOption {
  /** Default: `"channels_last"`. */
  readonly dataFormat?: DataFormat | null | undefined;
}

/** Images in the one layout that the functions here compute in. */
export interface ImageBatch {
  /** [batch, height, width, channels] */
  readonly images: Tensor;
  /** Brings a result [batch, …, channels] back into the layout of the input. */
  restore(result: Tensor): Tensor;
}

/** Whether channels come first; refuses a name that is no layout. */
export function isChannelsFirst(format: string | null | undefined, where: string): boolean {
  if (format === "channels_first" || format === "channelsFirst") return true;
  if (format === undefined || format === null) return false;
  if (format === "channels_last" || format === "channelsLast") return false;
  throw oneOf(where, "dataFormat", format, ["channels_last", "channels_first"]);
}

/** The error for a name that is not in a list. */
export function oneOf(
  where: string,
  option: string,
  value: unknown,
  names: readonly string[],
): ArgumentError {
  return new ArgumentError(
    `${where}: unknown ${option} ${JSON.stringify(value)}. Expected one of ${names.join(", ")}.${suggestion(String(value), names)}`,
  );
}

/** Checks a name against a list. */
export function checkName<N extends string>(
  where: string,
  option: string,
  value: string,
  names: readonly N[],
): N {
  if ((names as readonly string[]).includes(value)) return value as N;
  throw oneOf(where, option, value, names);
}

/** One image [height, width, channels] or a batch of them, channels where `dataFormat` says. */
export function imageBatch(
  images: TensorLike,
  dataFormat: string | null | undefined,
  where: string,
): ImageBatch {
  const input = tensor(images);
  const first = isChannelsFirst(dataFormat, where);
  if (input.rank !== 3 && input.rank !== 4) {
    throw new ShapeError(
      `${where}: expected one image of rank 3 or a batch of rank 4, received shape ${formatShape(input.shape)}.`,
    );
  }
  const single = input.rank === 3;
  const batch = single ? reshape(input, [1, ...input.shape]) : input;
  return {
    images: first ? transpose(batch, [0, 2, 3, 1]) : batch,
    restore(result) {
      const inner = Array.from({ length: result.rank - 2 }, (_, i) => i + 1);
      const ordered = first ? transpose(result, [0, result.rank - 1, ...inner]) : result;
      return single ? reshape(ordered, ordered.shape.slice(1)) : ordered;
    },
  };
}

/** Height and width of [batch, height, width, channels] as numbers, for what can't do without. */
export function knownSize({ shape }: Tensor, where: string): readonly [number, number] {
  const [, height, width] = shape as readonly [Dim, Dim, Dim, Dim];
  if (typeof height === "number" && typeof width === "number") return [height, width];
  throw new ShapeError(
    `${where}: expected images of known height and width, received ${height} × ${width}. Give the input a fixed size.`,
  );
}
