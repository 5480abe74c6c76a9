import { type DType, promote } from "../../dtype.js";
import { ArgumentError, ShapeError } from "../../errors.js";
import { formatShape, sizeOf } from "../../shape.js";
import { type TensorLike, tensor } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { add } from "../add.js";
import { castTo } from "../elementwise.js";
import { fill } from "../fill.js";
import { indexTensor, knownValue } from "../indices.js";
import { iota } from "../iota.js";
import { multiply } from "../multiply.js";
import { reshape } from "../reshape.js";
import { scatterAdd } from "../scatterAdd.js";
import { ravel } from "./axes.js";

/** How `bincount` counts. */
export interface BincountOptions {
  /** What each element adds, in place of 1. */
  readonly weights?: TensorLike | null | undefined;
  /** The result has this many elements at least. */
  readonly minlength?: number | undefined;
  /** There are no sparse tensors: `true` is an error. */
  readonly sparse?: boolean | undefined;
}

/**
 * How often each of 0, 1, 2, … occurs in `x` (natural numbers), as int32, or the sum of its weights. Rows of a
 * matrix are counted each by itself.
 * @throws ArgumentError if the values of `x` are not known, for they decide how long the result is
 */
export function bincount(x: TensorLike, options: BincountOptions = {}): Tensor {
  const { weights = null, minlength = 0, sparse = false } = options;
  const values = indexTensor(x, "bincount");
  if (sparse) {
    throw new ArgumentError("bincount: there are no sparse tensors. Leave sparse out.");
  }
  if (values.rank !== 1 && values.rank !== 2) {
    throw new ShapeError(
      `bincount: expected a vector or a matrix, received shape ${formatShape(values.shape)}.`,
    );
  }
  const known = knownValue(values)?.data as Int32Array | undefined;
  if (known === undefined) {
    throw new ArgumentError(
      "bincount: how long the result is depends on data that is not known yet. " +
        "Read it first (await x.data()), or use segmentSum(weights, x, { numSegments }).",
    );
  }
  const negative = known.find((value) => value < 0);
  if (negative !== undefined) {
    throw new ArgumentError(`bincount: expected natural numbers, received ${negative}.`);
  }
  const size = known.reduce((most, value) => Math.max(most, value + 1), minlength);
  const given = weights === null ? null : tensor(weights);
  const dtype: DType = given === null ? "int32" : promote(tensor(x).dtype, given.dtype);
  const parts = given === null ? fill(values.shape, 1, "int32") : castTo(given, dtype);
  if (values.rank === 1) return scatterAdd(values, parts, { axis: 0, size });
  const [rows = 1] = values.shape;
  const starts = multiply(reshape(iota(rows), [rows, 1]), size);
  const places = ravel(add(values, starts));
  const sums = scatterAdd(places, ravel(parts), { axis: 0, size: sizeOf([rows, size]) });
  return reshape(sums, [rows, size]);
}
