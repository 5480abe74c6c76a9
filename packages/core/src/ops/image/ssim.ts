import { floatX, isFloat, promote } from "../../dtype.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { equalShapes, formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { cast } from "../cast.js";
import { divide } from "../divide.js";
import { mean } from "../mean.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { subtract } from "../subtract.js";
import { gaussian, separable } from "./filters.js";
import { type FormatOption, imageBatch } from "./layout.js";

/** Options of {@link ssim}, with Keras's defaults. */
export interface SsimOptions extends FormatOption {
  /** The largest value that a pixel can have; default: 1. */
  readonly maxVal?: number;
  /** Width of the window in pixels; default: 11. */
  readonly filterSize?: number;
  /** Its standard deviation; default: 1.5. */
  readonly filterSigma?: number;
  readonly k1?: number;
  readonly k2?: number;
}

/**
 * Structural similarity of two images, or of each pair in two batches → [] or [batch]; 1 for equal
 * images. Source: Wang et al., Image quality assessment (2004).
 */
export function ssim(image1: TensorLike, image2: TensorLike, options: SsimOptions = {}): Tensor {
  const name = "image.ssim";
  const { maxVal = 1, filterSize = 11, filterSigma = 1.5, k1 = 0.01, k2 = 0.03 } = options;
  const [first, second] = [tensor(image1), tensor(image2)];
  if (!Number.isInteger(filterSize) || filterSize < 1) {
    throw new ArgumentError(
      `${name}: filterSize must be a positive integer, received ${filterSize}.`,
    );
  }
  if (!equalShapes(first.shape, second.shape)) {
    throw new ShapeError(
      `${name}: the images must have one shape, received ${formatShape(first.shape)} and ${formatShape(second.shape)}.`,
    );
  }
  const mixed = promote(first.dtype, second.dtype);
  const dtype = isFloat(mixed) ? mixed : floatX;
  const [x, y] = [first, second].map(
    (image) => imageBatch(cast(image, dtype), options.dataFormat, name).images,
  ) as [Tensor, Tensor];
  const window = gaussian(filterSize, tensor(filterSigma, { dtype }));
  const local = (values: Tensor): Tensor => separable(values, window, window, "valid");
  const [meanX, meanY] = [local(x), local(y)];
  const [squareX, squareY, product] = [
    multiply(meanX, meanX),
    multiply(meanY, meanY),
    multiply(meanX, meanY),
  ];
  const varianceX = subtract(local(multiply(x, x)), squareX);
  const varianceY = subtract(local(multiply(y, y)), squareY);
  const covariance = subtract(local(multiply(x, y)), product);
  const [c1, c2] = [(k1 * maxVal) ** 2, (k2 * maxVal) ** 2];
  const similarity = divide(
    multiply(add(multiply(product, 2), c1), add(multiply(covariance, 2), c2)),
    multiply(add(add(squareX, squareY), c1), add(add(varianceX, varianceY), c2)),
  );
  const result = mean(similarity, [1, 2, 3]);
  return cast(first.rank === 3 ? reshape(result, []) : result, first.dtype);
}
