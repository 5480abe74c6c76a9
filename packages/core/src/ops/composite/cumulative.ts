import { ShapeError } from "../../errors.js";
import { formatShape } from "../../shape.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { concatenate } from "../concatenate.js";
import { type CumulativeOptions, cumulative } from "../cumsum.js";
import { fill } from "../fill.js";
import { multiply } from "../multiply.js";
import { stridedSlice } from "../stridedSlice.js";
import { inWidth } from "./width.js";

/** Options beyond Keras's: what `prod` needs for its gradient. */
export interface CumprodOptions extends CumulativeOptions {
  /** Without the element itself. */
  readonly exclusive?: boolean | undefined;
  /** From the end. */
  readonly reverse?: boolean | undefined;
}

/**
 * Products of the elements so far along `axis`, in the shape of `x`; without an axis, of `x` made
 * flat.
 * @throws ShapeError if the axis does not exist, or its size is not known as a number
 */
export function cumprod(
  x: TensorLike,
  axis: number | null = null,
  { exclusive = false, reverse = false, ...options }: CumprodOptions = {},
): Tensor {
  return cumulative("cumprod", x, axis, options, (operand, at) => {
    const size = operand.shape[at];
    if (typeof size !== "number") {
      throw new ShapeError(
        `cumprod: the size of axis ${at} of ${formatShape(operand.shape)} must be known. Expected a number, received ${size}.`,
      );
    }
    return inWidth(operand, () => {
      let products = exclusive ? shifted(operand, at, 1, reverse) : operand;
      // Hillis and Steele's scan: no division, so the gradient is right beside zeros.
      for (let step = 1; step < size; step *= 2) {
        products = multiply(products, shifted(products, at, step, reverse));
      }
      return products;
    });
  });
}

/** `x` moved by `step` along `axis`, with ones moving in. */
function shifted(x: Tensor, axis: number, step: number, reverse: boolean): Tensor {
  const size = x.shape[axis] as number;
  const count = Math.min(step, size);
  const ones = fill(x.shape.with(axis, count), 1, x.dtype);
  const begin = x.shape.map((_, i) => (i === axis && reverse ? count : 0));
  const end = x.shape.map((dim, i) => (i === axis ? (reverse ? size : size - count) : dim));
  const rest = stridedSlice(x, begin, end);
  return concatenate(reverse ? [rest, ones] : [ones, rest], axis);
}
