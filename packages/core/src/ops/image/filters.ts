import { addDims, multiplyDims } from "../../dimension.js";
import { floatX, isFloat } from "../../dtype.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { cast } from "../cast.js";
import { concatenate } from "../concatenate.js";
import { conv } from "../conv.js";
import { divide } from "../divide.js";
import { exp } from "../exp.js";
import { iota } from "../iota.js";
import { multiply } from "../multiply.js";
import { pad } from "../pad.js";
import { reshape } from "../reshape.js";
import { stridedSlice } from "../stridedSlice.js";
import { subtract } from "../subtract.js";
import { sum } from "../sum.js";
import { transpose } from "../transpose.js";
import { type FormatOption, imageBatch } from "./layout.js";

/** Options of {@link gaussianBlur}, with Keras's defaults. */
export interface GaussianBlurOptions extends FormatOption {
  /** Width and height of the kernel; default: [3, 3]. */
  readonly kernelSize?: readonly number[];
  /** Standard deviations along the width and the height, in pixels; default: [1, 1]. */
  readonly sigma?: TensorLike;
}

/** Images convolved with a Gaussian of sum 1, zeros around them; the same size. */
export function gaussianBlur(images: TensorLike, options: GaussianBlurOptions = {}): Tensor {
  const name = "image.gaussianBlur";
  const { kernelSize = [3, 3] } = options;
  const batch = imageBatch(images, options.dataFormat, name);
  const sigma = tensor(options.sigma ?? [1, 1]);
  if (kernelSize.length !== 2 || kernelSize.some((n) => !Number.isInteger(n) || n < 1)) {
    throw new ArgumentError(
      `${name}: kernelSize must be two positive integers [width, height], received ${JSON.stringify(kernelSize)}.`,
    );
  }
  if (sigma.rank !== 1 || sigma.shape[0] !== 2) {
    throw new ShapeError(
      `${name}: sigma must be two numbers [width, height], received shape ${formatShape(sigma.shape)}.`,
    );
  }
  const { dtype } = batch.images;
  const compute = isFloat(dtype) ? dtype : floatX;
  const [width, height] = kernelSize as [number, number];
  const at = (i: number): Tensor => stridedSlice(cast(sigma, compute), [i], [i + 1]);
  const blurred = separable(
    cast(batch.images, compute),
    gaussian(height, at(1)),
    gaussian(width, at(0)),
    "same",
  );
  return batch.restore(cast(blurred, dtype));
}

/** exp(−d² / 2σ²) around the middle of `size` places, of sum 1: [size]. */
export function gaussian(size: number, sigma: Tensor): Tensor {
  const offset = divide(subtract(iota(size, sigma.dtype), (size - 1) / 2), sigma);
  const bell = exp(multiply(multiply(offset, offset), -0.5));
  return divide(bell, sum(bell));
}

/** [batch, height, width, channels] convolved with column ⊗ row, each channel by itself. */
export function separable(
  images: Tensor,
  column: Tensor,
  row: Tensor,
  padding: "same" | "valid",
): Tensor {
  const [batch = 1, height = 1, width = 1, channels = 1] = images.shape;
  const [rows, columns] = [column.shape[0] as number, row.shape[0] as number];
  const before = (n: number): [number, number] =>
    padding === "valid" ? [0, 0] : [Math.floor((n - 1) / 2), Math.ceil((n - 1) / 2)];
  const padded = pad(transpose(images, [0, 3, 1, 2]), [
    [0, 0],
    [0, 0],
    before(rows),
    before(columns),
  ]);
  const flat = reshape(padded, [
    multiplyDims(batch, channels),
    padded.shape[2] ?? height,
    padded.shape[3] ?? width,
    1,
  ]);
  const once = conv(flat, reshape(column, [rows, 1, 1, 1]));
  const twice = conv(once, reshape(row, [1, columns, 1, 1]));
  const [, y = 1, x = 1] = twice.shape;
  return transpose(reshape(twice, [batch, channels, y, x]), [0, 2, 3, 1]);
}

/**
 * How fast the images [batch, height, width, channels] change, by Sobel's operator, zeros around
 * them → [..., 2]: downwards and to the right.
 */
export function sobelEdges(images: TensorLike, options: FormatOption = {}): Tensor {
  const name = "image.sobelEdges";
  const input = tensor(images);
  if (input.rank !== 4) {
    throw new ShapeError(
      `${name}: expected a batch of images of rank 4, received shape ${formatShape(input.shape)}.`,
    );
  }
  const batch = imageBatch(input, options.dataFormat, name);
  const down = smoothed(difference(batch.images, 1), 2);
  const right = smoothed(difference(batch.images, 2), 1);
  const edges = [down, right].map((edge) => batch.restore(edge));
  return concatenate(
    edges.map((edge) => reshape(edge, [...edge.shape, 1])),
    4,
  );
}

/** The pixel after minus the pixel before, along one axis. */
function difference(x: Tensor, axis: 1 | 2): Tensor {
  const [before, , after] = neighbours(x, axis);
  return subtract(after, before);
}

/** The pixel before + 2 · the pixel + the pixel after, along one axis. */
function smoothed(x: Tensor, axis: 1 | 2): Tensor {
  const [before, at, after] = neighbours(x, axis);
  return add(add(before, after), multiply(at, 2));
}

function neighbours(x: Tensor, axis: 1 | 2): readonly [Tensor, Tensor, Tensor] {
  const padded = pad(
    x,
    x.shape.map((_, i): [number, number] => (i === axis ? [1, 1] : [0, 0])),
  );
  const shifted = (by: number): Tensor =>
    stridedSlice(
      padded,
      x.shape.map((_, i) => (i === axis ? by : 0)),
      x.shape.map((dim, i) => (i === axis ? addDims(dim, by) : dim)),
    );
  return [shifted(0), shifted(1), shifted(2)];
}
