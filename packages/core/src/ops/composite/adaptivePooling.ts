import { isFloat } from "../../dtype.js";
import { ShapeError } from "../../errors.js";
import { formatShape, type Shape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { averagePool } from "../averagePool.js";
import { type DataFormat, inChannelsLast } from "../data-format.js";
import { divide } from "../divide.js";
import { castTo } from "../elementwise.js";
import { gather } from "../gather.js";
import { max } from "../max.js";
import { maxPool } from "../maxPool.js";
import { mean } from "../mean.js";
import { reshape } from "../reshape.js";
import { sum } from "../sum.js";
import { where } from "../where.js";
import { type PerAxis, perAxis } from "../window.js";
import { floating } from "./operand.js";

/** Options of the adaptive pooling ops. */
export interface AdaptivePoolOptions {
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormat | null | undefined;
}

/**
 * Means over `outputSize` windows that share the spatial axes as evenly as possible (window `i` of
 * `n` goes from ⌊i · size / n⌋ to ⌈(i + 1) · size / n⌉):
 * inputs [batch, ...spatial, channels] → [batch, ...outputSize, channels], or channels first by `dataFormat`.
 * @param outputSize one number for all spatial axes, or one for each
 * @throws ShapeError if a size is needed and not known
 */
export function adaptiveAveragePool(
  inputs: TensorLike,
  outputSize: PerAxis,
  options: AdaptivePoolOptions = {},
): Tensor {
  const x = floating(inputs);
  return adaptive("adaptiveAveragePool", x, outputSize, options, {
    single: true,
    whole: (y, axes) => mean(y, axes, { keepdims: true }),
    tiling: (y, poolSize) => averagePool(y, poolSize),
    uneven: evenedMeans,
  });
}

/**
 * Largest elements of `outputSize` windows that share the spatial axes as evenly as possible (window
 * `i` of `n` goes from ⌊i · size / n⌋ to ⌈(i + 1) · size / n⌉):
 * inputs [batch, ...spatial, channels] → [batch, ...outputSize, channels], or channels first by `dataFormat`.
 * @param outputSize one number for all spatial axes, or one for each
 * @throws ShapeError if a size is needed and not known
 */
export function adaptiveMaxPool(
  inputs: TensorLike,
  outputSize: PerAxis,
  options: AdaptivePoolOptions = {},
): Tensor {
  const x = tensor(inputs);
  const largest = adaptive("adaptiveMaxPool", floating(x), outputSize, options, {
    // The gradient of `maxPool` goes to the first of equals, that of `max` to all of them.
    single: false,
    whole: (y, axes) => max(y, axes, { keepdims: true }),
    tiling: (y, poolSize) => maxPool(y, poolSize),
    // Elements that fill a short window up repeat its last one, so they change nothing.
    uneven: (y, axis, windows) =>
      maxPool(gatherWindows(y, axis, windows), spatialOnes(y).with(axis - 1, windows.longest)),
  });
  return isFloat(x.dtype) ? largest : castTo(largest, x.dtype);
}

/** The windows along one axis. */
interface Windows {
  readonly starts: readonly number[];
  readonly lengths: readonly number[];
  readonly longest: number;
}

/** How a kind of pooling reduces an axis. */
interface Kind {
  /** Whether `whole` also serves one window over all spatial axes; its gradient is the same then. */
  readonly single: boolean;
  /** One window: the whole of the axes, whatever their size. */
  readonly whole: (x: Tensor, axes: readonly number[]) => Tensor;
  /** Windows of equal size that do not overlap, over all spatial axes. */
  readonly tiling: (x: Tensor, poolSize: readonly number[]) => Tensor;
  /** Windows of several sizes along one axis. */
  readonly uneven: (x: Tensor, axis: number, windows: Windows) => Tensor;
}

function adaptive(
  where: string,
  inputs: Tensor,
  outputSize: PerAxis,
  options: AdaptivePoolOptions,
  kind: Kind,
): Tensor {
  return inChannelsLast(inputs, options.dataFormat, where, (x) => {
    const sizes = perAxis(outputSize, x.rank - 2, "outputSize", where);
    if (kind.single && sizes.every((count) => count === 1)) {
      return kind.whole(
        x,
        sizes.map((_, i) => i + 1),
      );
    }
    const poolSize = sizes.map((count, i) => tile(x.shape[i + 1] as Shape[number], count));
    const known = poolSize.filter((n) => n !== undefined);
    if (known.length === poolSize.length) return kind.tiling(x, known);
    // Otherwise axis by axis: a window's mean (or maximum) is that of its lines.
    return sizes.reduce((y, count, i) => alongAxis(where, y, i + 1, count, kind), x);
  });
}

function tile(size: Shape[number], count: number): number | undefined {
  return typeof size === "number" && size % count === 0 && size > 0 ? size / count : undefined;
}

function alongAxis(where: string, x: Tensor, axis: number, count: number, kind: Kind): Tensor {
  const size = x.shape[axis];
  if (count === 1) return kind.whole(x, [axis]);
  if (typeof size !== "number") {
    throw new ShapeError(
      `${where}: several windows need a known size. Expected axis ${axis} of ${formatShape(x.shape)} as a number, received ${size}. Give the input a fixed size, or use outputSize 1.`,
    );
  }
  const starts = Array.from({ length: count }, (_, i) => Math.floor((i * size) / count));
  const lengths = starts.map((start, i) => Math.ceil(((i + 1) * size) / count) - start);
  return kind.uneven(x, axis, { starts, lengths, longest: Math.max(...lengths) });
}

/** The windows one after the other along `axis`, short ones filled up with their last element. */
function gatherWindows(x: Tensor, axis: number, { starts, lengths, longest }: Windows): Tensor {
  const indices = starts.flatMap((start, i) =>
    Array.from({ length: longest }, (_, at) => start + Math.min(at, (lengths[i] as number) - 1)),
  );
  return gather(x, Int32Array.from(indices), axis);
}

function evenedMeans(x: Tensor, axis: number, windows: Windows): Tensor {
  const { lengths, longest } = windows;
  const split = x.shape.toSpliced(axis, 1, lengths.length, longest);
  const grid = reshape(gatherWindows(x, axis, windows), split);
  const inside = lengths.map((length) => Array.from({ length: longest }, (_, i) => i < length));
  const rest = x.shape.slice(axis + 1).map(() => 1);
  const shaped = reshape(inside, [lengths.length, longest, ...rest]);
  const counts = reshape([...lengths], [lengths.length, ...rest]);
  return divide(sum(where(shaped, grid, 0), axis + 1), castTo(counts, x.dtype));
}

function spatialOnes(x: Tensor): readonly number[] {
  return x.shape.slice(1, -1).map(() => 1);
}
