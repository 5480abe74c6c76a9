import type { Dim } from "../../dimension.js";
import { ArgumentError } from "../../errors.js";
import type { TensorLike } from "../../tensor/convert.js";
import { tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { cast } from "../cast.js";
import { dimension } from "../dimension.js";
import { divide } from "../divide.js";
import { floor } from "../floor.js";
import { gather } from "../gather.js";
import { iota } from "../iota.js";
import { multiply } from "../multiply.js";
import { pad } from "../pad.js";
import { stridedSlice } from "../stridedSlice.js";
import { checkName, type FormatOption, imageBatch, knownSize } from "./layout.js";
import { fromFloat, toFloat } from "./rounding.js";
import {
  areaWeight,
  constantWeights,
  kernelWeight,
  resampleAxis,
  weightMatrix,
} from "./weights.js";

/** How new pixels come of old ones. */
export type Interpolation = "nearest" | "bilinear" | "bicubic" | "lanczos3" | "lanczos5" | "area";

const kernelOf = {
  bilinear: "linear",
  bicubic: "cubic",
  lanczos3: "lanczos3",
  lanczos5: "lanczos5",
} as const;

/** Options of {@link resize}, with Keras's defaults. */
export interface ResizeOptions extends FormatOption {
  /** Default: `"bilinear"`. */
  readonly interpolation?: Interpolation;
  /** Widens the kernel when it makes images smaller, so that no pixel is skipped. Default: false. */
  readonly antialias?: boolean;
  /** Cuts the largest centred window of the target's proportions first. */
  readonly cropToAspectRatio?: boolean;
  /** Pads to the target's proportions first, so that nothing is distorted. */
  readonly padToAspectRatio?: boolean;
  /** What the padding holds; `"constant"` alone. */
  readonly fillMode?: "constant";
  readonly fillValue?: number;
}

/**
 * Images in another size [height, width]. Pixel centres lie at half integers. Integers are rounded
 * and held in the range of their dtype.
 * @throws ArgumentError for a size that is none, or crop and pad at once
 */
export function resize(
  images: TensorLike,
  size: readonly number[],
  options: ResizeOptions = {},
): Tensor {
  const name = "image.resize";
  const { cropToAspectRatio: crops = false, padToAspectRatio: pads = false } = options;
  const method = checkName(name, "interpolation", options.interpolation ?? "bilinear", [
    "nearest",
    "area",
    ...(Object.keys(kernelOf) as (keyof typeof kernelOf)[]),
  ]);
  checkName(name, "fillMode", options.fillMode ?? "constant", ["constant"]);
  const [height, width] = checkSize(size, name);
  if (crops && pads) {
    throw new ArgumentError(
      `${name}: cropToAspectRatio and padToAspectRatio exclude each other. Set one of them.`,
    );
  }
  const batch = imageBatch(images, options.dataFormat, name);
  let x = batch.images;
  if (crops) x = cropTo(x, height, width, name);
  if (pads) x = padTo(x, height, width, options.fillValue ?? 0, name);
  if (method === "nearest") {
    return batch.restore(nearestAlong(nearestAlong(x, 1, height), 2, width));
  }
  const antialias = options.antialias ?? false;
  const along = (input: Tensor, axis: 1 | 2, target: number): Tensor =>
    resampleAxis(input, axis, weightsFor(input, axis, target, method, antialias, name));
  const resized = [height, width].reduce(
    (input, target, i) =>
      input.shape[i + 1] === target ? input : along(input, (i + 1) as 1 | 2, target),
    toFloat(x),
  );
  return batch.restore(fromFloat(resized, x.dtype));
}

function weightsFor(
  input: Tensor,
  axis: 1 | 2,
  target: number,
  method: Exclude<Interpolation, "nearest">,
  antialias: boolean,
  name: string,
): Tensor {
  const { dtype } = input;
  const size = input.shape[axis] as Dim;
  if (method === "area") {
    const known = knownSize(input, `${name} with interpolation "area"`)[axis - 1] as number;
    return constantWeights(known, target, areaWeight(known, target), dtype);
  }
  const kernel = kernelOf[method];
  if (typeof size === "number") {
    return constantWeights(size, target, kernelWeight(kernel, size, target, antialias), dtype);
  }
  return weightMatrix(
    size,
    target,
    divide(tensor(target, { dtype }), dimension(size, dtype)),
    0,
    kernel,
    antialias,
  );
}

/** Pixel ⌊(o + 1/2) · size / target⌋ along the axis. */
function nearestAlong(x: Tensor, axis: 1 | 2, target: number): Tensor {
  const size = x.shape[axis] as Dim;
  if (size === target) return x;
  if (typeof size === "number") {
    const pixels = Array.from({ length: target }, (_, o) =>
      Math.floor(((2 * o + 1) * size) / (2 * target)),
    );
    return gather(x, tensor(Int32Array.from(pixels)), axis);
  }
  const centres = multiply(add(iota(target, "float32"), 0.5), dimension(size, "float32"));
  return gather(x, cast(floor(divide(centres, target)), "int32"), axis);
}

function cropTo(x: Tensor, height: number, width: number, name: string): Tensor {
  const [rows, columns] = knownSize(x, `${name} with cropToAspectRatio`);
  const within = (wanted: number, most: number): number =>
    Math.max(Math.min(most, Math.trunc(wanted)), 1);
  const y = within((columns * height) / width, rows);
  const z = within((rows * width) / height, columns);
  const [top, left] = [Math.trunc((rows - y) / 2), Math.trunc((columns - z) / 2)];
  const [count = 1, , , channels = 1] = x.shape;
  return stridedSlice(x, [0, top, left, 0], [count, top + y, left + z, channels]);
}

function padTo(x: Tensor, height: number, width: number, value: number, name: string): Tensor {
  const [rows, columns] = knownSize(x, `${name} with padToAspectRatio`);
  const side = (wanted: number, size: number): number =>
    Math.trunc((Math.max(Math.trunc(wanted), size) - size) / 2);
  const [top, left] = [
    side((columns * height) / width, rows),
    side((rows * width) / height, columns),
  ];
  const paddings = [
    [0, 0],
    [top, top],
    [left, left],
    [0, 0],
  ] as const;
  return pad(x, paddings, { constantValues: value });
}

function checkSize(size: readonly number[], name: string): readonly [number, number] {
  if (
    !Array.isArray(size) ||
    size.length !== 2 ||
    size.some((n) => !Number.isInteger(n) || n < 1)
  ) {
    throw new ArgumentError(
      `${name}: size must be two positive integers [height, width], received ${JSON.stringify(size)}.`,
    );
  }
  return size as [number, number];
}
