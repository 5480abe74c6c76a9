import type { Dim } from "../../dimension.js";
import type { DType } from "../../dtype.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { abs } from "../abs.js";
import { add } from "../add.js";
import { dimension } from "../dimension.js";
import { divide } from "../divide.js";
import { iota } from "../iota.js";
import { less } from "../less.js";
import { lessEqual } from "../lessEqual.js";
import { logicalAnd } from "../logicalAnd.js";
import { matmul } from "../matmul.js";
import { maximum } from "../maximum.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { subtract } from "../subtract.js";
import { sum } from "../sum.js";
import { transpose } from "../transpose.js";
import { where } from "../where.js";
import { type KernelName, kernels } from "./kernels.js";

/** Weights below this sum (JAX's bound) are all zero: the sample lies outside of the image. */
const smallestSum = 1000 * 2 ** -23;

/** `x` with one axis resampled: Σ_i x[…, i, …] · weights[i, o]. */
export function resampleAxis(x: Tensor, axis: number, weights: Tensor): Tensor {
  const order = x.shape.map((_, i) => i);
  const last = [...order.toSpliced(axis, 1), axis];
  const product = matmul(transpose(x, last), weights);
  const back = order.map((i) => last.indexOf(i));
  return transpose(product, back);
}

/** The weights [input, output] for known sizes: a constant, in float64 until the end. */
export function constantWeights(
  input: number,
  output: number,
  weight: (sample: number, pixel: number) => number,
  dtype: DType,
): Tensor {
  const weights = new Float64Array(input * output);
  for (let o = 0; o < output; o++) {
    let total = 0;
    for (let i = 0; i < input; i++) total += weights[i * output + o] = weight(o, i);
    for (let i = 0; i < input; i++) {
      weights[i * output + o] =
        Math.abs(total) > smallestSum ? (weights[i * output + o] as number) / total : 0;
    }
  }
  return tensor(weights, { shape: [input, output], dtype });
}

/** How a resized pixel draws on the old ones: kernel around the centre of its own place. */
export function kernelWeight(
  name: KernelName,
  input: number,
  output: number,
  antialias: boolean,
): (sample: number, pixel: number) => number {
  const scale = input / output;
  const spread = antialias ? Math.max(scale, 1) : 1;
  const { at } = kernels[name];
  return (sample, pixel) => at(Math.abs((sample + 0.5) * scale - 0.5 - pixel) / spread);
}

/** How a resized pixel draws on the old ones: by the area that they share. */
export function areaWeight(
  input: number,
  output: number,
): (sample: number, pixel: number) => number {
  const scale = input / output;
  return (sample, pixel) =>
    Math.max(0, Math.min((sample + 1) * scale, pixel + 1) - Math.max(sample * scale, pixel));
}

/**
 * The weights [input, output] of a resampling by `scale` and `translation` (scalars), sizes
 * symbolic or not: what `constantWeights` does, as part of the graph.
 */
export function weightMatrix(
  input: Dim,
  output: Dim,
  scale: TensorLike,
  translation: TensorLike,
  name: KernelName,
  antialias: boolean,
): Tensor {
  const factor = tensor(scale);
  const { dtype } = factor;
  const inverse = divide(1, factor);
  const spread = antialias ? maximum(inverse, 1) : 1;
  const centre = multiply(subtract(add(iota(output, dtype), 0.5), translation), inverse);
  const sample = reshape(subtract(centre, 0.5), [1, output]);
  const pixel = reshape(iota(input, dtype), [input, 1]);
  const raw = kernels[name].of(divide(abs(subtract(sample, pixel)), spread));
  const total = sum(raw, 0, { keepdims: true });
  const inside = logicalAnd(
    logicalAnd(lessEqual(-0.5, sample), lessEqual(sample, subtract(dimension(input, dtype), 0.5))),
    less(smallestSum, abs(total)),
  );
  return where(inside, divide(raw, where(inside, total, 1)), 0);
}
