import { isFloat } from "../../dtype.js";
import { ShapeError } from "../../errors.js";
import { equalShapes, formatShape, normalizeAxis } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { cast } from "../cast.js";
import { dimension } from "../dimension.js";
import { divide } from "../divide.js";
import { epsilon } from "../epsilon.js";
import { equal } from "../equal.js";
import { iota } from "../iota.js";
import { less } from "../less.js";
import { log } from "../log.js";
import { logicalAnd } from "../logicalAnd.js";
import { logSoftmax } from "../logSoftmax.js";
import { multiply } from "../multiply.js";
import { negative } from "../negative.js";
import { reshape } from "../reshape.js";
import { softplus } from "../softplus.js";
import { subtract } from "../subtract.js";
import { sum } from "../sum.js";
import { where } from "../where.js";
import { expandDims, squeeze } from "./axes.js";
import { greater, greaterEqual } from "./comparison.js";
import { floating } from "./operand.js";

/** What `output` holds. */
export interface CrossentropyOptions {
  /** `output` holds logits, not probabilities. Default false. */
  readonly fromLogits?: boolean | undefined;
}

/**
 * Binary cross-entropy of each element: target (0 to 1) and output of one shape → that shape.
 * @throws ShapeError if the shapes differ
 */
export function binaryCrossentropy(
  target: TensorLike,
  output: TensorLike,
  options: CrossentropyOptions = {},
): Tensor {
  const predictions = floating(output);
  const labels = labelsLike("binaryCrossentropy", target, predictions);
  if (options.fromLogits === true) {
    return subtract(softplus(predictions), multiply(predictions, labels));
  }
  const p = heldProbabilities(predictions);
  const hit = multiply(labels, log(p));
  return negative(add(hit, multiply(subtract(1, labels), log(subtract(1, p)))));
}

/**
 * Cross-entropy of distributions over the classes along `axis` (default: the last): target and
 * output of one shape → that shape without the axis. Probabilities are scaled to sum to 1.
 * @throws ShapeError if the shapes differ or are scalars
 */
export function categoricalCrossentropy(
  target: TensorLike,
  output: TensorLike,
  axis = -1,
  options: CrossentropyOptions = {},
): Tensor {
  const predictions = floating(output);
  const labels = labelsLike("categoricalCrossentropy", target, predictions);
  const at = classAxis("categoricalCrossentropy", predictions, axis);
  return negative(sum(multiply(labels, logProbabilities(predictions, at, options)), at));
}

/**
 * Cross-entropy of class indices and distributions over the classes along `axis` (default: the
 * last): target [...] (or with a last axis of size 1), output [..., classes] → [...]. An index
 * that is no class gives NaN.
 * @throws ShapeError if the shapes do not fit
 */
export function sparseCategoricalCrossentropy(
  target: TensorLike,
  output: TensorLike,
  axis = -1,
  options: CrossentropyOptions = {},
): Tensor {
  const predictions = floating(output);
  const at = classAxis("sparseCategoricalCrossentropy", predictions, axis);
  const labels = cast(classIndices(tensor(target), predictions.rank, at), "int32");
  const classes = predictions.shape[at] ?? 1;
  if (!equalShapes(labels.shape, predictions.shape.toSpliced(at, 1))) {
    throw new ShapeError(
      `sparseCategoricalCrossentropy: target and output do not fit. Expected a target of shape ${formatShape(predictions.shape.toSpliced(at, 1))}, received ${formatShape(labels.shape)}.`,
    );
  }
  const counts = reshape(
    iota(classes, "int32"),
    predictions.shape.map((_, i) => (i === at ? classes : 1)),
  );
  const chosen = equal(expandDims(labels, at), counts);
  const logP = logProbabilities(predictions, at, options);
  const loss = negative(sum(where(chosen, logP, 0), at));
  const known = logicalAnd(greaterEqual(labels, 0), less(labels, dimension(classes, "int32")));
  return where(known, loss, Number.NaN);
}

function labelsLike(name: string, target: TensorLike, predictions: Tensor): Tensor {
  const labels = tensor(target);
  if (!equalShapes(labels.shape, predictions.shape)) {
    throw new ShapeError(
      `${name}: target and output differ in shape. Expected ${formatShape(predictions.shape)}, received ${formatShape(labels.shape)}.`,
    );
  }
  return isFloat(labels.dtype) ? labels : cast(labels, predictions.dtype);
}

function classAxis(name: string, predictions: Tensor, axis: number): number {
  if (predictions.rank === 0) {
    throw new ShapeError(
      `${name}: the output has no axis of classes. Expected rank 1 or more, received ${formatShape(predictions.shape)}.`,
    );
  }
  return normalizeAxis(axis, predictions.rank, name);
}

function logProbabilities(
  predictions: Tensor,
  axis: number,
  { fromLogits = false }: CrossentropyOptions,
): Tensor {
  if (fromLogits) return logSoftmax(predictions, axis);
  const total = sum(predictions, axis, { keepdims: true });
  return log(heldProbabilities(divide(predictions, total)));
}

/** p held between ε and 1 − ε; the gradient passes at both, as in PyTorch. */
function heldProbabilities(p: Tensor): Tensor {
  const low = where(less(p, epsilon), epsilon, p);
  return where(greater(low, 1 - epsilon), 1 - epsilon, low);
}

/** Labels as they come out of data sets: with a last axis of size 1 where the classes would stand. */
function classIndices(labels: Tensor, rank: number, axis: number): Tensor {
  return labels.rank === rank && labels.shape[axis] === 1 ? squeeze(labels, axis) : labels;
}
