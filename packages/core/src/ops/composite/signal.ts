import { ShapeError } from "../../errors.js";
import { equalShapes, formatShape } from "../../shape.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { cos } from "../cos.js";
import { log } from "../log.js";
import { mean } from "../mean.js";
import { multiply } from "../multiply.js";
import { sin } from "../sin.js";
import { subtract } from "../subtract.js";
import { square } from "./arithmetic.js";
import { floating } from "./operand.js";

/**
 * Peak signal-to-noise ratio in decibels, a scalar: 20 log₁₀(maxVal) − 10 log₁₀(mean (x1 − x2)²).
 * @param maxVal the largest value that a signal may have
 * @throws ShapeError if the signals differ in shape
 */
export function psnr(x1: TensorLike, x2: TensorLike, maxVal: TensorLike): Tensor {
  const [a, b] = [floating(x1), floating(x2)];
  if (!equalShapes(a.shape, b.shape)) {
    throw new ShapeError(
      `psnr: the signals differ in shape. Expected ${formatShape(a.shape)}, received ${formatShape(b.shape)}.`,
    );
  }
  const error = mean(square(subtract(a, b)));
  return subtract(decibels(floating(maxVal), 20), decibels(error, 10));
}

function decibels(x: Tensor, factor: number): Tensor {
  return multiply(log(x), factor / Math.LN10);
}

/**
 * Complex numbers from magnitude and angle (radians), as `[real, imaginary]`, each of the common
 * shape.
 */
export function polar(abs: TensorLike, angle: TensorLike): [real: Tensor, imaginary: Tensor] {
  const [length, direction] = [floating(abs), floating(angle)];
  return [multiply(length, cos(direction)), multiply(length, sin(direction))];
}
