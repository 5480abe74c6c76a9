import { addDims, type Dim, floorDivideDim, multiplyDims, subtractDims } from "../../dimension.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { gather } from "../gather.js";
import { iota } from "../iota.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { scatterAdd } from "../scatterAdd.js";

/**
 * Sequences of one length out of x [..., n] → [..., count, sequenceLength], one beginning every
 * `sequenceStride` elements, as many as fit.
 */
export function extractSequences(
  x: TensorLike,
  sequenceLength: number,
  sequenceStride: number,
): Tensor {
  const input = tensor(x);
  checkPositive({ sequenceLength, sequenceStride }, "extractSequences");
  return frames(input, sequenceLength, sequenceStride, "extractSequences");
}

/** {@link extractSequences} on behalf of another function. */
export function frames(x: Tensor, length: number, stride: number, where: string): Tensor {
  const size = x.shape.at(-1);
  if (size === undefined || (typeof size === "number" && size < length)) {
    throw new ShapeError(
      `${where}: a sequence of ${length} does not fit into the last axis of ${formatShape(x.shape)}.`,
    );
  }
  const count = addDims(floorDivideDim(subtractDims(size, length), stride), 1);
  return gather(x, places(count, length, stride), x.rank - 1);
}

/** The adjoint of {@link frames}: sequences [..., count, length] laid over each other and added. */
export function overlapAdd(x: Tensor, stride: number): Tensor {
  const [count = 1, length = 1] = x.shape.slice(-2) as [Dim, number];
  const size = addDims(multiplyDims(subtractDims(count, 1), stride), length);
  return scatterAdd(places(count, length, stride), x, { axis: x.rank - 2, size });
}

/** Where each element of each sequence lies: [count, length]. */
function places(count: Dim, length: number, stride: number): Tensor {
  const starts = reshape(multiply(iota(count, "int32"), stride), [count, 1]);
  return add(starts, iota(length, "int32"));
}

/** Refuses sizes that are no positive integers. */
export function checkPositive(sizes: Readonly<Record<string, number>>, where: string): void {
  for (const [name, value] of Object.entries(sizes)) {
    if (!Number.isInteger(value) || value < 1) {
      throw new ArgumentError(`${where}: ${name} must be a positive integer, received ${value}.`);
    }
  }
}
