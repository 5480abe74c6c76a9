import { addDims, type Dim, floorDivideDim, multiplyDims, subtractDims } from "../../dimension.js";
import { ShapeError } from "../../errors.js";
import { formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { gather } from "../gather.js";
import { iota } from "../iota.js";
import { multiply } from "../multiply.js";
import { pad } from "../pad.js";
import { reshape } from "../reshape.js";
import { stridedSlice } from "../stridedSlice.js";
import { transpose } from "../transpose.js";
import { type PerAxis, perAxis, resolvePadding, windowShape } from "../window.js";
import { checkName, type FormatOption, isChannelsFirst } from "./layout.js";

/** Options of {@link extractPatches}, with Keras's defaults. */
export interface ExtractPatchesOptions extends FormatOption {
  /** From one patch to the next; default: the size, so that patches do not overlap. */
  readonly strides?: PerAxis | null;
  /** Distance of neighbouring pixels in a patch; default: 1. */
  readonly dilationRate?: PerAxis;
  /** Default: `"valid"`. */
  readonly padding?: "valid" | "same";
}

/**
 * Patches of images [batch, height, width, channels] →
 * [batch, y, x, size · size · channels]; with three sizes, of volumes, see {@link extractPatches3d}.
 * A batch of one may go without the first axis.
 */
export function extractPatches(
  images: TensorLike,
  size: PerAxis,
  options: ExtractPatchesOptions = {},
): Tensor {
  const name = "image.extractPatches";
  if (typeof size !== "number" && size.length === 3) return patches(images, size, 3, options, name);
  return patches(images, size, 2, options, name);
}

/**
 * Patches of volumes [batch, depth, height, width, channels] →
 * [batch, z, y, x, size · size · size · channels].
 */
export function extractPatches3d(
  volumes: TensorLike,
  size: PerAxis,
  options: ExtractPatchesOptions = {},
): Tensor {
  return patches(volumes, size, 3, options, "image.extractPatches3d");
}

function patches(
  images: TensorLike,
  size: PerAxis,
  rank: 2 | 3,
  options: ExtractPatchesOptions,
  name: string,
): Tensor {
  const given = tensor(images);
  const window = perAxis(size, rank, "size", name);
  const strides = perAxis(options.strides ?? size, rank, "strides", name);
  const dilations = perAxis(options.dilationRate ?? 1, rank, "dilationRate", name);
  const first = isChannelsFirst(options.dataFormat, name);
  const kind = checkName(name, "padding", options.padding ?? "valid", ["valid", "same"]);
  if (given.rank !== rank + 1 && given.rank !== rank + 2) {
    throw new ShapeError(
      `${name}: expected rank ${rank + 2}, or ${rank + 1} without a batch, received shape ${formatShape(given.shape)}.`,
    );
  }
  const single = given.rank === rank + 1;
  const batch = single ? reshape(given, [1, ...given.shape]) : given;
  const axes = Array.from({ length: rank }, (_, i) => i + 1);
  const last = first ? transpose(batch, [0, ...axes.map((i) => i + 1), 1]) : batch;
  const spatial = last.shape.slice(1, -1);
  const padding = resolvePadding(kind, spatial, window, strides, dilations, name);
  windowShape(spatial, window, { strides, padding }, dilations, name);
  const padded = pad(last, [[0, 0], ...padding, [0, 0]]);
  const plain = dilations.every((n) => n === 1) && strides.every((n, i) => n === window[i]);
  const cut = plain ? tiles(padded, window) : overlapping(padded, window, strides, dilations);
  const back = first ? transpose(cut, [0, rank + 1, ...axes]) : cut;
  return single ? reshape(back, back.shape.slice(1)) : back;
}

/** Patches side by side: axes are split, not copied. */
function tiles(x: Tensor, window: readonly number[]): Tensor {
  const counts = window.map((n, i) => floorDivideDim(x.shape[i + 1] ?? 1, n));
  const whole = counts.map((count, i) => multiplyDims(count, window[i] ?? 1));
  const [batch = 1, channels = 1] = [x.shape[0], x.shape.at(-1)];
  const cropped = stridedSlice(x, [], [batch, ...whole, channels]);
  const split = counts.flatMap((count, i): Dim[] => [count, window[i] ?? 1]);
  return gathered(reshape(cropped, [batch, ...split, channels]), counts);
}

/** Patches that share pixels: every axis becomes two, the patch and the place within it. */
function overlapping(
  x: Tensor,
  window: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
): Tensor {
  const counts: Dim[] = [];
  let result = x;
  window.forEach((n, i) => {
    const [stride, dilation] = [strides[i] ?? 1, dilations[i] ?? 1];
    const room = subtractDims(x.shape[i + 1] ?? 1, dilation * (n - 1) + 1);
    const count = addDims(floorDivideDim(room, stride), 1);
    counts.push(count);
    const starts = reshape(multiply(iota(count, "int32"), stride), [count, 1]);
    result = gather(result, add(starts, multiply(iota(n, "int32"), dilation)), 1 + 2 * i);
  });
  return gathered(result, counts);
}

/** [batch, count, n, count, n, …, channels] → [batch, ...counts, n · n · … · channels]. */
function gathered(x: Tensor, counts: readonly Dim[]): Tensor {
  const outer = counts.map((_, i) => 1 + 2 * i);
  const inner = counts.map((_, i) => 2 + 2 * i);
  const moved = transpose(x, [0, ...outer, ...inner, x.rank - 1]);
  const size = moved.shape.slice(1 + counts.length).reduce<Dim>(multiplyDims, 1);
  return reshape(moved, [x.shape[0] ?? 1, ...counts, size]);
}
