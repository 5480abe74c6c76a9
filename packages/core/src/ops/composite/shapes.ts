import type { DType } from "../../dtype.js";
import { floatX } from "../../dtype.js";
import { ArgumentError } from "../../errors.js";
import { normalizeAxes, normalizeAxis, type ShapeLike } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { arange } from "../arange.js";
import { cast } from "../cast.js";
import { concatenate } from "../concatenate.js";
import { equal } from "../equal.js";
import { fill } from "../fill.js";
import type { Axis } from "../reduction.js";
import { reshape } from "../reshape.js";
import { slice } from "../slice.js";

/** `x` with a new axis of size 1 at `axis` (default 0). */
export function expandDims(x: TensorLike, axis = 0): Tensor {
  const input = tensor(x);
  const at = normalizeAxis(axis, input.rank + 1, "expandDims");
  return reshape(input, input.shape.toSpliced(at, 0, 1));
}

/**
 * `x` without axes of size 1: those of `axis`, or all.
 * @throws ArgumentError if a named axis has another size
 */
export function squeeze(x: TensorLike, axis?: Axis): Tensor {
  const input = tensor(x);
  const axes =
    axis === undefined || axis === null
      ? input.shape.flatMap((dim, i) => (dim === 1 ? [i] : []))
      : normalizeAxes(axis, input.rank, "squeeze");
  for (const at of axes) {
    if (input.shape[at] !== 1) {
      throw new ArgumentError(`squeeze: axis ${at} has size ${input.shape[at]}. Expected 1.`);
    }
  }
  return reshape(
    input,
    input.shape.filter((_, i) => !axes.includes(i)),
  );
}

/** The tensors, all of one shape, along a new axis (default 0). */
export function stack(inputs: readonly TensorLike[], axis = 0): Tensor {
  const tensors = inputs.map((x) => tensor(x));
  const at = normalizeAxis(axis, (tensors[0]?.rank ?? 0) + 1, "stack");
  return concatenate(
    tensors.map((x) => expandDims(x, at)),
    at,
  );
}

/**
 * `x` in `parts` equal pieces along `axis` (default 0).
 * @throws ArgumentError if the axis does not divide
 */
export function split(x: TensorLike, parts: number, axis = 0): Tensor[] {
  const input = tensor(x);
  const at = normalizeAxis(axis, input.rank, "split");
  const size = input.shape[at];
  if (typeof size !== "number" || size % parts !== 0) {
    throw new ArgumentError(
      `split: axis ${at} of size ${size} does not divide into ${parts} parts.`,
    );
  }
  const step = size / parts;
  return Array.from({ length: parts }, (_, i) =>
    slice(
      input,
      input.shape.map((_dim, j) => (j === at ? i * step : 0)),
      input.shape.map((dim, j) => (j === at ? (i + 1) * step : dim)),
    ),
  );
}

/** A tensor of `shape` with 0 everywhere. */
export function zeros(shape: ShapeLike, dtype: DType = floatX): Tensor {
  return fill(shape, 0, dtype);
}

/** A tensor of `shape` with 1 everywhere. */
export function ones(shape: ShapeLike, dtype: DType = floatX): Tensor {
  return fill(shape, 1, dtype);
}

/** Zeros in the shape and dtype of `x`. */
export function zerosLike(x: TensorLike): Tensor {
  const { shape, dtype } = tensor(x);
  return fill(shape, 0, dtype);
}

/** Ones in the shape and dtype of `x`. */
export function onesLike(x: TensorLike): Tensor {
  const { shape, dtype } = tensor(x);
  return fill(shape, 1, dtype);
}

/**
 * indices [...] → [..., numClasses]: 1 where the last axis counts the index, 0 elsewhere; all 0 for
 * an index outside.
 */
export function oneHot(indices: TensorLike, numClasses: number, dtype: DType = floatX): Tensor {
  const at = cast(indices, "int32");
  return cast(equal(expandDims(at, -1), arange(numClasses, "int32")), dtype);
}
