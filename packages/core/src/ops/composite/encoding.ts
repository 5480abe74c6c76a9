import { checkDType, type DType, floatX } from "../../dtype.js";
import { ArgumentError } from "../../errors.js";
import { normalizeAxis } from "../../shape.js";
import type { TensorLike } from "../../tensor/convert.js";
import type { Tensor } from "../../tensor/tensor.js";
import { cast } from "../cast.js";
import { equal } from "../equal.js";
import { iota } from "../iota.js";
import { max } from "../max.js";
import { reshape } from "../reshape.js";
import { expandDims } from "./axes.js";

/** Options of {@link oneHot} and {@link multiHot}. */
export interface EncodingOptions {
  /** Default float32. */
  readonly dtype?: DType | null | undefined;
  /** Sparse tensors do not exist here: only `false` is taken. */
  readonly sparse?: boolean | undefined;
}

/**
 * Integers [...] → [..., numClasses, ...]: 1 where the new axis counts the integer, 0 elsewhere;
 * all 0 for an integer outside. The new axis stands at `axis` of the result (default: last).
 * @throws ArgumentError if `numClasses` is no positive integer
 */
export function oneHot(
  x: TensorLike,
  numClasses: number,
  axis = -1,
  options: EncodingOptions = {},
): Tensor {
  return encode("oneHot", cast(x, "int32"), numClasses, axis, options);
}

/**
 * Labels [classes] or [batch, labels, ...] → [numClasses] or [batch, numClasses, ...]: 1 for every
 * class that is among the labels, 0 elsewhere.
 * @throws ArgumentError if `numClasses` is no positive integer
 */
export function multiHot(
  inputs: TensorLike,
  numClasses: number,
  axis = -1,
  options: EncodingOptions = {},
): Tensor {
  const labels = cast(inputs, "int32");
  const each = encode("multiHot", labels, numClasses, axis, { ...options, dtype: floatX });
  return cast(max(each, labels.rank > 1 ? 1 : 0), dtypeOf("multiHot", options));
}

function encode(
  where: string,
  labels: Tensor,
  numClasses: number,
  axis: number,
  options: EncodingOptions,
): Tensor {
  if (!Number.isInteger(numClasses) || numClasses < 1) {
    throw new ArgumentError(
      `${where}: numClasses is no number of classes. Expected a positive integer, received ${numClasses}.`,
    );
  }
  if (options.sparse === true) {
    throw new ArgumentError(
      `${where}: sparse tensors do not exist. Expected sparse: false, received true.`,
    );
  }
  const at = normalizeAxis(axis, labels.rank + 1, where);
  const classes = Array.from({ length: labels.rank + 1 }, (_, i) => (i === at ? numClasses : 1));
  const hits = equal(expandDims(labels, at), reshape(iota(numClasses, "int32"), classes));
  return cast(hits, dtypeOf(where, options));
}

function dtypeOf(where: string, { dtype }: EncodingOptions): DType {
  return checkDType(dtype ?? floatX, where);
}
