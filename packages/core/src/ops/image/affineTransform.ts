import { isDeviceTensor } from "../../backend.js";
import { equalDims } from "../../dimension.js";
import { floatX, isFloat } from "../../dtype.js";
import { ShapeError } from "../../errors.js";
import { formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { cast } from "../cast.js";
import { iota } from "../iota.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { stridedSlice } from "../stridedSlice.js";
import { checkName, type FormatOption, imageBatch } from "./layout.js";
import { type FillMode, fillModes, orders } from "./sampling.js";
import { perImage, pixelGrid, warp } from "./warp.js";

/** Options of {@link affineTransform}, with Keras's defaults. */
export interface AffineTransformOptions extends FormatOption {
  /** Default: `"bilinear"`. */
  readonly interpolation?: keyof typeof orders;
  /** Default: `"constant"`. */
  readonly fillMode?: FillMode;
  /** Default: 0. */
  readonly fillValue?: number;
}

/**
 * Images read at transformed places. `transform` is [8] or [batch, 8], a row being
 * a0, a1, a2, b0, b1, b2, c0, c1: the output pixel (x, y) is the input at
 * (a0 x + a1 y + a2, b0 x + b1 y + b2). As in Keras on most of its backends, c0 and c1 shift y and x
 * by the number of the channel; leave them 0.
 */
export function affineTransform(
  images: TensorLike,
  transform: TensorLike,
  options: AffineTransformOptions = {},
): Tensor {
  const name = "image.affineTransform";
  const { fillValue = 0 } = options;
  const interpolation = checkName(
    name,
    "interpolation",
    options.interpolation ?? "bilinear",
    Object.keys(orders) as (keyof typeof orders)[],
  );
  const fillMode = checkName(name, "fillMode", options.fillMode ?? "constant", fillModes);
  const batch = imageBatch(images, options.dataFormat, name);
  const given = tensor(transform);
  const row = given.rank === 1 ? reshape(given, [1, ...given.shape]) : given;
  const count = batch.images.shape[0] ?? 1;
  if (
    row.rank !== 2 ||
    row.shape[1] !== 8 ||
    !(row.shape[0] === 1 || equalDims(row.shape[0] ?? 1, count))
  ) {
    throw new ShapeError(
      `${name}: transform must have shape [8] or [${count}, 8], received ${formatShape(given.shape)}.`,
    );
  }
  const matrix = perImage(cast(row, isFloat(row.dtype) ? row.dtype : floatX), batch.images);
  const at = (i: number): Tensor =>
    reshape(stridedSlice(matrix, [0, i], [count, i + 1]), [count, 1, 1]);
  const { x, y } = pixelGrid(batch.images, matrix.dtype);
  let rows = add(add(multiply(y, at(4)), multiply(x, at(3))), at(5));
  let columns = add(add(multiply(y, at(1)), multiply(x, at(0))), at(2));
  if (!keepsChannels(given)) {
    const channel = iota(batch.images.shape[3] ?? 1, matrix.dtype);
    const shifted = (points: Tensor, by: Tensor): Tensor =>
      add(reshape(points, [...points.shape, 1]), multiply(channel, reshape(by, [count, 1, 1, 1])));
    rows = shifted(rows, at(6));
    columns = shifted(columns, at(7));
  }
  const order = orders[interpolation];
  return batch.restore(warp(batch.images, rows, columns, { order, fillMode, fillValue }));
}

/** Whether c0 and c1 are known to be 0, so that all channels are read at one place. */
function keepsChannels({ value, shape }: Tensor): boolean {
  if (value === undefined || isDeviceTensor(value)) return false;
  const rows = shape.length === 1 ? 1 : (shape[0] as number);
  return Array.from({ length: rows }).every(
    (_, i) => value.data[8 * i + 6] === 0 && value.data[8 * i + 7] === 0,
  );
}
