import { addDims, type Dim, subtractDims } from "../../dimension.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { pad } from "../pad.js";
import { stridedSlice } from "../stridedSlice.js";
import { type FormatOption, imageBatch } from "./layout.js";

type Amount = number | null | undefined;

/** Of top, bottom and target height exactly two are given, and so for the width. */
export interface PadImagesOptions extends FormatOption {
  readonly topPadding?: Amount;
  readonly leftPadding?: Amount;
  readonly bottomPadding?: Amount;
  readonly rightPadding?: Amount;
  readonly targetHeight?: Amount;
  readonly targetWidth?: Amount;
}

/** Of top, bottom and target height exactly two are given, and so for the width. */
export interface CropImagesOptions extends FormatOption {
  readonly topCropping?: Amount;
  readonly leftCropping?: Amount;
  readonly bottomCropping?: Amount;
  readonly rightCropping?: Amount;
  readonly targetHeight?: Amount;
  readonly targetWidth?: Amount;
}

/**
 * Images with zeros around them.
 * @throws ArgumentError unless exactly two of the three sizes per direction are given, none negative
 */
export function padImages(images: TensorLike, options: PadImagesOptions = {}): Tensor {
  const name = "image.padImages";
  const batch = imageBatch(images, options.dataFormat, name);
  const { topPadding, bottomPadding, leftPadding, rightPadding } = options;
  const { targetHeight, targetWidth } = options;
  checkTwo(name, { topPadding, bottomPadding, targetHeight });
  checkTwo(name, { leftPadding, rightPadding, targetWidth });
  const [, height = 1, width = 1] = batch.images.shape;
  const [top, bottom] = bothSides(name, "Padding", [topPadding, bottomPadding], () =>
    subtractDims(targetHeight as number, height),
  );
  const [left, right] = bothSides(name, "Padding", [leftPadding, rightPadding], () =>
    subtractDims(targetWidth as number, width),
  );
  return batch.restore(
    pad(batch.images, [
      [0, 0],
      [top, bottom],
      [left, right],
      [0, 0],
    ]),
  );
}

/**
 * A rectangle out of the images.
 * @throws ArgumentError unless exactly two of the three sizes per direction are given, none negative
 */
export function cropImages(images: TensorLike, options: CropImagesOptions = {}): Tensor {
  const name = "image.cropImages";
  const batch = imageBatch(images, options.dataFormat, name);
  const { topCropping, bottomCropping, leftCropping, rightCropping } = options;
  const { targetHeight, targetWidth } = options;
  checkTwo(name, { topCropping, bottomCropping, targetHeight });
  checkTwo(name, { leftCropping, rightCropping, targetWidth });
  const [count = 1, height = 1, width = 1, channels = 1] = batch.images.shape;
  const [top, y] = range(name, "Height", height, topCropping, bottomCropping, targetHeight);
  const [left, x] = range(name, "Width", width, leftCropping, rightCropping, targetWidth);
  return batch.restore(stridedSlice(batch.images, [0, top, left, 0], [count, y, x, channels]));
}

/** First row and end of what is left of `size`. */
function range(
  name: string,
  direction: "Height" | "Width",
  size: Dim,
  before: Amount,
  after: Amount,
  target: Amount,
): readonly [number, Dim] {
  const end = subtractDims(size, after ?? 0);
  const begin = before ?? subtractDims(end, target as number);
  const stop = typeof target === "number" ? addDims(begin, target) : end;
  if (typeof begin !== "number") {
    throw new ShapeError(
      `${name}: the cropping before needs the size of dimension "${size}" as a number. Give it instead of the target.`,
    );
  }
  const length = subtractDims(stop, begin);
  if (begin < 0 || (typeof length === "number" && length < 0) || beyond(stop, size)) {
    throw new ArgumentError(
      `${name}: the rectangle leaves the image. Expected rows within 0 to ${size}, received ${begin} to ${stop} for target${direction}.`,
    );
  }
  return [begin, stop];
}

function beyond(stop: Dim, size: Dim): boolean {
  return typeof stop === "number" && typeof size === "number" && stop > size;
}

/** Both amounts, the missing one being what is left of the total. */
function bothSides(
  name: string,
  what: string,
  [before, after]: readonly [Amount, Amount],
  total: () => Dim,
): readonly [number, number] {
  if (typeof before === "number" && typeof after === "number") return [before, after];
  const whole = total();
  if (typeof whole !== "number") {
    throw new ShapeError(
      `${name}: a target size needs the image size as a number. Give the ${what.toLowerCase()} of both sides instead.`,
    );
  }
  const rest = whole - (before ?? after ?? 0);
  if (rest < 0) {
    throw new ArgumentError(
      `${name}: the target is too small for the image. Expected ${what.toLowerCase()} of at least 0, received ${rest}.`,
    );
  }
  return typeof before === "number" ? [before, rest] : [rest, after as number];
}

function checkTwo(name: string, amounts: Readonly<Record<string, Amount>>): void {
  const given = Object.entries(amounts).filter(([, value]) => typeof value === "number");
  const received = Object.entries(amounts).map(([key, value]) => `${key}=${value ?? null}`);
  if (given.length !== 2) {
    throw new ArgumentError(
      `${name}: expected exactly two of ${Object.keys(amounts).join(", ")}, received ${received.join(", ")}.`,
    );
  }
  const wrong = given.find(([, value]) => !Number.isInteger(value) || (value as number) < 0);
  if (wrong !== undefined) {
    throw new ArgumentError(
      `${name}: ${wrong[0]} must be a non-negative integer, received ${wrong[1]}.`,
    );
  }
}
