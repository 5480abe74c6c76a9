import {
  ArgumentError,
  allocate,
  floatX,
  fromHost,
  ops,
  type Shape,
  type Tensor,
  type TensorLike,
  tensor,
} from "@antler/core";
import type { DataLike } from "../training/data.js";
import { hostValue } from "./host.js";

/** Options of {@link toCategorical}. */
export interface ToCategoricalOptions {
  /** Default: the largest class and one more. */
  readonly numClasses?: number | null | undefined;
}

/**
 * One-hot rows of integer classes: [...] → [..., numClasses], float32. A last axis of size 1 goes.
 * @throws ArgumentError if a class is no integer from 0 to numClasses − 1, or `numClasses` is missing
 * where the classes are not known yet
 *
 * @example
 * await utils.toCategorical([0, 2, 1]).array(); // [[1, 0, 0], [0, 0, 1], [0, 1, 0]]
 */
export function toCategorical(x: DataLike, options: ToCategoricalOptions = {}): Tensor {
  const numClasses = options.numClasses ?? undefined;
  if (numClasses !== undefined && (!Number.isInteger(numClasses) || numClasses < 1)) {
    throw new ArgumentError(
      `toCategorical: numClasses is out of range. Expected an integer ≥ 1, received ${numClasses}.`,
    );
  }
  const host = hostValue(x);
  if (host === undefined) {
    if (numClasses === undefined) {
      throw new ArgumentError(
        "toCategorical: numClasses is missing. Expected it for a tensor that is not computed yet.",
      );
    }
    const classes = tensor(x as TensorLike);
    return ops.oneHot(classes.reshape([...withoutUnit(classes.shape)]), numClasses);
  }
  const { data, shape } = host;
  let count = numClasses ?? 1;
  if (numClasses === undefined) for (const c of data) count = Math.max(count, Math.floor(c) + 1);
  const out = allocate(floatX, data.length * count);
  data.forEach((value, i) => {
    if (!Number.isInteger(value) || value < 0 || value >= count) {
      throw new ArgumentError(
        `toCategorical: element ${i} is no class. Expected an integer from 0 to ${count - 1}, received ${value}.`,
      );
    }
    out[i * count + value] = 1;
  });
  return fromHost({
    dtype: floatX,
    shape: [...(withoutUnit(shape) as readonly number[]), count],
    data: out,
  });
}

function withoutUnit(shape: Shape): Shape {
  return shape.length > 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
}
