import { floatX, isFloat } from "../../dtype.js";
import { ArgumentError } from "../../errors.js";
import { type RandomOptions, source } from "../../random/sources.js";
import type { TensorLike } from "../../tensor/convert.js";
import { tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { stridedSlice } from "../stridedSlice.js";
import { gaussian, separable } from "./filters.js";
import { checkName, type FormatOption, imageBatch } from "./layout.js";
import { type FillMode, fillModes, orders } from "./sampling.js";
import { pixelGrid, warp } from "./warp.js";

/** Options of {@link elasticTransform}, with Keras's defaults. */
export interface ElasticTransformOptions extends FormatOption, RandomOptions {
  /** How far pixels move; default: 20. */
  readonly alpha?: number;
  /** How smooth the movement is, in pixels; default: 5. */
  readonly sigma?: number;
  /** Default: `"bilinear"`. */
  readonly interpolation?: keyof typeof orders;
  /** Default: `"reflect"`. */
  readonly fillMode?: FillMode;
  readonly fillValue?: number;
}

const standard = { kind: "normal", mean: 0, stddev: 1 } as const;

/** Images bent at random: each pixel is read at a place moved by smoothed normal noise. */
export function elasticTransform(
  images: TensorLike,
  options: ElasticTransformOptions = {},
): Tensor {
  const name = "image.elasticTransform";
  const { alpha = 20, sigma = 5, fillValue = 0 } = options;
  const interpolation = checkName(
    name,
    "interpolation",
    options.interpolation ?? "bilinear",
    Object.keys(orders) as (keyof typeof orders)[],
  );
  const fillMode = checkName(name, "fillMode", options.fillMode ?? "reflect", fillModes);
  if (!(sigma > 0) || !Number.isFinite(alpha)) {
    throw new ArgumentError(
      `${name}: expected a positive sigma and a finite alpha, received ${sigma} and ${alpha}.`,
    );
  }
  const batch = imageBatch(images, options.dataFormat, name);
  const { dtype } = batch.images;
  const compute = isFloat(dtype) ? dtype : floatX;
  const [count = 1, height = 1, width = 1] = batch.images.shape;
  const bell = gaussian(Math.trunc(6 * sigma) | 1, tensor(sigma, { dtype: compute }));
  const noise = source(standard, [count, height, width, 2], options.seed, compute);
  const moves = multiply(separable(multiply(noise, sigma), bell, bell, "same"), alpha);
  const along = (i: number): Tensor =>
    reshape(stridedSlice(moves, [0, 0, 0, i], [count, height, width, i + 1]), [
      count,
      height,
      width,
    ]);
  const { x, y } = pixelGrid(batch.images, compute);
  const columns = add(x, along(0));
  const rows = add(y, along(1));
  const order = orders[interpolation];
  return batch.restore(warp(batch.images, rows, columns, { order, fillMode, fillValue }));
}
