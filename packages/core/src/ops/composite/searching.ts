import { isFloat, promote } from "../../dtype.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape } from "../../shape.js";
import { operands, type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { countBelow } from "../countBelow.js";
import { castTo } from "../elementwise.js";
import { equal } from "../equal.js";
import { gather } from "../gather.js";
import { indexTensor } from "../indices.js";
import { less } from "../less.js";
import { logicalAnd } from "../logicalAnd.js";
import { logicalNot } from "../logicalNot.js";
import { minimum } from "../minimum.js";
import { reshape } from "../reshape.js";
import { sum } from "../sum.js";
import { takeAlongAxis } from "../takeAlongAxis.js";
import { expandDims, ravel } from "./axes.js";
import { any } from "./logic.js";
import { sort } from "./sorting.js";

/** Up to this many elements every value is compared with each. */
const fewElements = 64;

/**
 * Where each of `values` would have to be inserted into a sorted vector to keep it sorted, as int32: before
 * (`side` `"left"`, the default) or after (`"right"`) equal elements.
 * @throws ShapeError if `sortedSequence` is no vector
 */
export function searchsorted(
  sortedSequence: TensorLike,
  values: TensorLike,
  options: { readonly side?: "left" | "right" | undefined } = {},
): Tensor {
  const { side = "left" } = options;
  if (side !== "left" && side !== "right") {
    throw new ArgumentError(`searchsorted: expected side "left" or "right", received "${side}".`);
  }
  const [sequence, wanted] = operands([sortedSequence, values]) as [Tensor, Tensor];
  checkVector(sequence, "searchsorted", "sortedSequence");
  return countBelow(sequence, wanted, side);
}

/**
 * The number of the interval between neighbours of `bins` (a sorted vector) that each element of `x` lies in,
 * as int32: 0 below the first, and so on; a bin's own value belongs to the interval above it.
 * @throws ShapeError if `bins` is no vector
 */
export function digitize(x: TensorLike, bins: TensorLike): Tensor {
  const [input, edges] = operands([x, bins]) as [Tensor, Tensor];
  checkVector(edges, "digitize", "bins");
  return countBelow(edges, input, "right");
}

/** How `isin` compares. */
export interface IsinOptions {
  /** That nothing occurs twice in `x1` or `x2`; it changes nothing here. */
  readonly assumeUnique?: boolean | undefined;
  /** Whether to ask for what does not occur instead. */
  readonly invert?: boolean | undefined;
}

/** Whether each element of `x1` occurs in `x2`, as bool. */
export function isin(x1: TensorLike, x2: TensorLike, options: IsinOptions = {}): Tensor {
  const pair = operands([x1, x2]) as [Tensor, Tensor];
  const common = promote(pair[0].dtype, pair[1].dtype);
  const [x, elements] = pair.map((t) => castTo(t, common === "bool" ? "int32" : common)) as [
    Tensor,
    Tensor,
  ];
  const found = occurs(x, ravel(elements));
  return options.invert ? logicalNot(found) : found;
}

function occurs(x: Tensor, elements: Tensor): Tensor {
  const [count = 0] = elements.shape;
  if (typeof count !== "number" || count <= fewElements) {
    return any(equal(expandDims(x, -1), elements), -1);
  }
  const sorted = sort(elements, 0);
  const places = countBelow(sorted, x, "left");
  return equal(gather(sorted, minimum(places, count - 1)), x);
}

/**
 * Whether the class `targets` [batch] has one of the `k` largest of `predictions` [batch, classes], as bool; equal
 * predictions count as larger together.
 * @throws ShapeError if the shapes do not fit
 */
export function inTopK(targets: TensorLike, predictions: TensorLike, k: number): Tensor {
  const [classes, scores] = [indexTensor(targets, "inTopK"), tensor(predictions)];
  if (scores.rank !== classes.rank + 1) {
    throw new ShapeError(
      `inTopK: expected targets [batch] and predictions [batch, classes], ` +
        `received ${formatShape(classes.shape)} and ${formatShape(scores.shape)}.`,
    );
  }
  const own = takeAlongAxis(scores, expandDims(classes, -1), -1);
  const larger = sum(castTo(less(own, scores), "int32"), -1);
  const within = less(larger, k);
  return isFloat(scores.dtype)
    ? logicalAnd(within, reshape(equal(own, own), within.shape))
    : within;
}

function checkVector(x: Tensor, where: string, name: string): void {
  if (x.rank === 1) return;
  throw new ShapeError(
    `${where}: expected a vector as ${name}, received shape ${formatShape(x.shape)}.`,
  );
}
