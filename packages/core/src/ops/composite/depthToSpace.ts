import { divideExactly, multiplyDims } from "../../dimension.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape, type Shape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { type DataFormat, isChannelsFirst } from "../data-format.js";
import { reshape } from "../reshape.js";
import { transpose } from "../transpose.js";

/** Options of {@link depthToSpace} and {@link spaceToDepth}. */
export interface BlockOptions {
  /** Default `"channels_last"`. */
  readonly dataFormat?: DataFormat | null | undefined;
}

type Dims = readonly [Shape[number], Shape[number], Shape[number], Shape[number]];

/**
 * Moves channels into blocks of pixels:
 * [batch, height, width, channels · blockSize²] → [batch, height · blockSize, width · blockSize, channels],
 * or channels first by `dataFormat`. Also called pixel shuffle; `spaceToDepth` undoes it.
 * @throws ShapeError if the channels do not divide
 */
export function depthToSpace(x: TensorLike, blockSize: number, options: BlockOptions = {}): Tensor {
  const input = image("depthToSpace", x, blockSize);
  const first = isChannelsFirst(options.dataFormat, "depthToSpace");
  const [batch, a, b, c] = input.shape as Dims;
  const [channels, height, width] = first ? [a, b, c] : [c, a, b];
  const kept = divided("depthToSpace", "channels", channels, blockSize ** 2);
  const [rows, columns] = [multiplyDims(height, blockSize), multiplyDims(width, blockSize)];
  if (first) {
    const blocks = [multiplyDims(batch, kept), blockSize, blockSize, height, width];
    const moved = transpose(reshape(input, blocks), [0, 3, 1, 4, 2]);
    return reshape(moved, [batch, kept, rows, columns]);
  }
  const blocks = [multiplyDims(batch, height), width, blockSize, multiplyDims(kept, blockSize)];
  return reshape(transpose(reshape(input, blocks), [0, 2, 1, 3]), [batch, rows, columns, kept]);
}

/**
 * Moves blocks of pixels into channels:
 * [batch, height · blockSize, width · blockSize, channels] → [batch, height, width, channels · blockSize²],
 * or channels first by `dataFormat`. `depthToSpace` undoes it.
 * @throws ShapeError if height or width do not divide
 */
export function spaceToDepth(x: TensorLike, blockSize: number, options: BlockOptions = {}): Tensor {
  const input = image("spaceToDepth", x, blockSize);
  const first = isChannelsFirst(options.dataFormat, "spaceToDepth");
  const [batch, a, b, c] = input.shape as Dims;
  const [channels, height, width] = first ? [a, b, c] : [c, a, b];
  const rows = divided("spaceToDepth", "height", height, blockSize);
  const columns = divided("spaceToDepth", "width", width, blockSize);
  const deep = multiplyDims(channels, blockSize ** 2);
  if (first) {
    const blocks = [multiplyDims(batch, channels), rows, blockSize, columns, blockSize];
    const moved = transpose(reshape(input, blocks), [0, 2, 4, 1, 3]);
    return reshape(moved, [batch, deep, rows, columns]);
  }
  const blocks = [multiplyDims(batch, rows), blockSize, columns, multiplyDims(channels, blockSize)];
  return reshape(transpose(reshape(input, blocks), [0, 2, 1, 3]), [batch, rows, columns, deep]);
}

function image(where: string, x: TensorLike, blockSize: number): Tensor {
  const input = tensor(x);
  if (!Number.isInteger(blockSize) || blockSize < 2) {
    throw new ArgumentError(
      `${where}: blockSize is no size of a block. Expected an integer ≥ 2, received ${blockSize}.`,
    );
  }
  if (input.rank !== 4) {
    throw new ShapeError(
      `${where}: the input is no batch of images. Expected rank 4, received ${formatShape(input.shape)}.`,
    );
  }
  return input;
}

function divided(where: string, name: string, size: Shape[number], by: number): Shape[number] {
  const quotient = divideExactly(size, by);
  if (quotient === undefined) {
    throw new ShapeError(
      `${where}: ${name} is not divisible into blocks. Expected a multiple of ${by}, received ${size}.`,
    );
  }
  return quotient;
}
