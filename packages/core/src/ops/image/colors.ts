import { isFloat } from "../../dtype.js";
import { DTypeError, ShapeError } from "../../errors.js";
import { formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { abs } from "../abs.js";
import { add } from "../add.js";
import { cast } from "../cast.js";
import { concatenate } from "../concatenate.js";
import { divide } from "../divide.js";
import { equal } from "../equal.js";
import { less } from "../less.js";
import { maximum } from "../maximum.js";
import { minimum } from "../minimum.js";
import { mod } from "../mod.js";
import { multiply } from "../multiply.js";
import { stridedSlice } from "../stridedSlice.js";
import { subtract } from "../subtract.js";
import { where } from "../where.js";
import { type FormatOption, isChannelsFirst } from "./layout.js";

/** The largest number that still counts as no colour, per float dtype: its machine epsilon. */
const epsilons: Readonly<Record<string, number>> = {
  float16: 2 ** -10,
  bfloat16: 2 ** -7,
  float32: 2 ** -23,
  float64: 2 ** -52,
};

/** The luminance of RGB images [..., 3] → [..., 1]: 0.2989 r + 0.587 g + 0.114 b. */
export function rgbToGrayscale(images: TensorLike, options: FormatOption = {}): Tensor {
  const name = "image.rgbToGrayscale";
  const { input, axis } = channelsOf(images, options, name);
  const channels = input.shape[axis];
  if (channels === 1) return input;
  if (channels !== 3) throw wrongChannels(name, input, "3 channels (RGB) or 1 (gray)");
  const compute = isFloat(input.dtype) ? input : cast(input, "float32");
  const [red, green, blue] = planes(compute, axis);
  const sum = add(add(multiply(red, 0.2989), multiply(green, 0.587)), multiply(blue, 0.114));
  return cast(sum, input.dtype);
}

/** RGB images [..., 3] in [0, 1] → hue, saturation and value, each in [0, 1]. */
export function rgbToHsv(images: TensorLike, options: FormatOption = {}): Tensor {
  const { input, axis } = colorsOf(images, options, "image.rgbToHsv");
  const visible = where(less(abs(input), epsilons[input.dtype] ?? 0), 0, input);
  const [red, green, blue] = planes(visible, axis);
  const value = maximum(maximum(red, green), blue);
  const range = subtract(value, minimum(minimum(red, green), blue));
  const colored = less(0, range);
  const lit = less(0, value);
  const saturation = where(lit, divide(range, where(lit, value, 1)), 0);
  const scale = divide(1, multiply(6, where(colored, range, 1)));
  const sixth = (a: Tensor, b: Tensor, turn: number): Tensor =>
    add(multiply(scale, subtract(a, b)), turn);
  const largest = where(
    equal(value, red),
    sixth(green, blue, 0),
    where(equal(value, green), sixth(blue, red, 2 / 6), sixth(red, green, 4 / 6)),
  );
  const hue = where(colored, largest, 0);
  return concatenate(
    [add(hue, cast(less(largest, 0), hue.dtype)), saturation, value].map((x) =>
      cast(x, input.dtype),
    ),
    axis,
  );
}

/** Hue, saturation and value [..., 3] → RGB; the hue turns around at 1. */
export function hsvToRgb(images: TensorLike, options: FormatOption = {}): Tensor {
  const { input, axis } = colorsOf(images, options, "image.hsvToRgb");
  const [hue, saturation, value] = planes(input, axis);
  const turn = multiply(mod(hue, 1), 6);
  // As in Keras, the gradient passes at the bounds themselves.
  const clipped = (x: Tensor): Tensor => where(less(x, 0), 0, where(less(1, x), 1, x));
  const distance = (to: number): Tensor => abs(subtract(turn, to));
  const shares = [
    clipped(subtract(distance(3), 1)),
    clipped(subtract(2, distance(2))),
    clipped(subtract(2, distance(4))),
  ];
  const gray = subtract(1, saturation);
  return concatenate(
    shares.map((share) => multiply(value, add(gray, multiply(saturation, share)))),
    axis,
  );
}

function channelsOf(images: TensorLike, options: FormatOption, name: string) {
  const input = tensor(images);
  if (input.rank !== 3 && input.rank !== 4) {
    throw new ShapeError(
      `${name}: expected one image of rank 3 or a batch of rank 4, received shape ${formatShape(input.shape)}.`,
    );
  }
  const axis = isChannelsFirst(options.dataFormat, name) ? input.rank - 3 : input.rank - 1;
  return { input, axis };
}

function colorsOf(images: TensorLike, options: FormatOption, name: string) {
  const { input, axis } = channelsOf(images, options, name);
  if (!isFloat(input.dtype)) {
    throw new DTypeError(
      `${name}: expected a float dtype, received ${input.dtype}. Cast the images and scale them to [0, 1].`,
    );
  }
  if (input.shape[axis] !== 3) throw wrongChannels(name, input, "3 channels");
  return { input, axis };
}

function wrongChannels(name: string, { shape }: Tensor, expected: string): ShapeError {
  return new ShapeError(
    `${name}: wrong number of channels. Expected ${expected}, received shape ${formatShape(shape)}.`,
  );
}

/** The three slices along `axis`, each keeping it with size 1. */
function planes(x: Tensor, axis: number): readonly [Tensor, Tensor, Tensor] {
  const plane = (i: number): Tensor =>
    stridedSlice(
      x,
      x.shape.map((_, at) => (at === axis ? i : 0)),
      x.shape.map((dim, at) => (at === axis ? i + 1 : dim)),
    );
  return [plane(0), plane(1), plane(2)];
}
