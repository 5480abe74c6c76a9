import { addDims, divideExactly, equalDims, multiplyDims, subtractDims } from "../../dimension.js";
import { ShapeError } from "../../errors.js";
import { formatShape, type Padding, type Shape, sizeOf } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { dimension } from "../dimension.js";
import { embed } from "../embed.js";
import { iota } from "../iota.js";
import { multiply } from "../multiply.js";
import { pad } from "../pad.js";
import { reshape } from "../reshape.js";
import { scatterAdd } from "../scatterAdd.js";
import { stridedSlice } from "../stridedSlice.js";
import { type PerAxis, perAxis, windowShape } from "../window.js";
import { stack } from "./joining.js";

/** Options of {@link unfold} and {@link fold}: one number, or `[height, width]`. */
export interface PatchOptions {
  /** Default 1. */
  readonly dilation?: PerAxis | undefined;
  /** Zeros on both sides. Default 0. */
  readonly padding?: PerAxis | undefined;
  /** Default 1. */
  readonly stride?: PerAxis | undefined;
}

/** How a window moves over two axes. */
interface Patches {
  readonly size: readonly number[];
  readonly dilations: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
}

function patches(where: string, kernelSize: PerAxis, options: PatchOptions): Patches {
  return {
    size: perAxis(kernelSize, 2, "kernelSize", where),
    dilations: perAxis(options.dilation ?? 1, 2, "dilation", where),
    strides: perAxis(options.stride ?? 1, 2, "stride", where),
    padding: perAxis(options.padding ?? 0, 2, "padding", where, 0).map((n) => [n, n] as const),
  };
}

/** Every position in the window with the slice of the padded image that it sees, row by row. */
function positions({ size, dilations }: Patches): readonly (readonly [number, number])[] {
  const [rows = 1, columns = 1] = size;
  const [down = 1, right = 1] = dilations;
  return Array.from({ length: rows * columns }, (_, i) => [
    Math.floor(i / columns) * down,
    (i % columns) * right,
  ]);
}

/**
 * The windows of an image as columns, also called im2col: x [batch, channels, height, width]
 * → [batch, channels · kernel height · kernel width, windows].
 * @throws ShapeError if x is no batch of images or the window does not fit
 */
export function unfold(x: TensorLike, kernelSize: PerAxis, options: PatchOptions = {}): Tensor {
  const input = tensor(x);
  if (input.rank !== 4) {
    throw new ShapeError(
      `unfold: the input is no batch of images. Expected [batch, channels, height, width], received ${formatShape(input.shape)}.`,
    );
  }
  const window = patches("unfold", kernelSize, options);
  const [batch = 1, channels = 1, ...spatial] = input.shape;
  const out = windowShape(spatial, window.size, window, window.dilations, "unfold");
  const padded = pad(input, [[0, 0], [0, 0], ...window.padding]);
  const parts = positions(window).map((begin) => {
    const end = begin.map((at, i) =>
      addDims(multiplyDims(subtractDims(out[i] ?? 1, 1), window.strides[i] ?? 1), at + 1),
    );
    return stridedSlice(
      padded,
      [0, 0, ...begin],
      [batch, channels, ...end],
      [1, 1, ...window.strides],
    );
  });
  const count = multiplyDims(channels, parts.length);
  return reshape(stack(parts, 2), [batch, count, sizeOf(out)]);
}

/** What `embed` is built of. */
const moves = { add, dimension, iota, multiply, pad, reshape, scatterAdd, stridedSlice };

/**
 * Adds windows up to an image, also called col2im; what `unfold` took apart:
 * x [batch, channels · kernel height · kernel width, windows] → [batch, channels, ...outputSize].
 * @param outputSize one number, or `[height, width]`
 * @throws ShapeError if the windows are not those of such an image
 */
export function fold(
  x: TensorLike,
  outputSize: PerAxis,
  kernelSize: PerAxis,
  options: PatchOptions = {},
): Tensor {
  const input = tensor(x);
  const window = patches("fold", kernelSize, options);
  const spatial = perAxis(outputSize, 2, "outputSize", "fold");
  const out = windowShape(spatial, window.size, window, window.dilations, "fold") as number[];
  const places = positions(window);
  const [batch = 1, rows = 1, windows = 1] = input.shape;
  const channels = divideExactly(rows, places.length);
  if (input.rank !== 3 || channels === undefined || !equalDims(windows, sizeOf(out))) {
    throw new ShapeError(
      `fold: the windows are not those of an image of ${formatShape(spatial)}. Expected [batch, channels · ${places.length}, ${sizeOf(out)}], received ${formatShape(input.shape)}.`,
    );
  }
  const parts = reshape(input, [batch, channels, places.length, ...out]);
  const wide = spatial.map((size, i) => size + 2 * (window.padding[i]?.[0] ?? 0));
  const whole: Shape = [batch, channels, ...wide];
  const total = places
    .map((begin, i) => {
      const part = stridedSlice(parts, [0, 0, i], [batch, channels, i + 1]);
      const block = reshape(part, [batch, channels, ...out]);
      return embed(block, [0, 0, ...begin], [1, 1, ...window.strides], whole, moves);
    })
    .reduce((a, b) => add(a, b));
  const begin = window.padding.map(([before]) => before);
  return stridedSlice(
    total,
    [0, 0, ...begin],
    [batch, channels, ...spatial.map((size, i) => size + (begin[i] ?? 0))],
  );
}
