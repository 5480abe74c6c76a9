import type { HostTensor } from "../../backend.js";
import type { Dim } from "../../dimension.js";
import { type DType, floatX } from "../../dtype.js";
import { ArgumentError } from "../../errors.js";
import { type Shape, sizeOf } from "../../shape.js";
import { type NestedArray, type TensorLike, tensor } from "../../tensor/convert.js";
import { Tensor } from "../../tensor/tensor.js";
import { castTo } from "../elementwise.js";
import { type DTypeOption, dtypeOf } from "../options.js";

/**
 * A tensor with given values, by Keras's rule: whole numbers give int32, others float32, booleans bool.
 * A tensor is cast if `options` names another dtype. See also `tensor`, which makes float32 of all numbers.
 * @throws ShapeError if rows differ in length
 */
export function array(x: TensorLike, options?: DTypeOption): Tensor {
  if (!isPlain(x)) {
    const values = tensor(x);
    return castTo(values, dtypeOf(options, values.dtype, "array"));
  }
  return tensor(x, { dtype: dtypeOf(options, plainDType(x), "array") });
}

/** Which kind of tensor. */
export interface ConvertOptions {
  readonly dtype?: DType | null | undefined;
  /** There are no sparse and no ragged tensors: `true` is an error. */
  readonly sparse?: boolean | null | undefined;
  readonly ragged?: boolean | null | undefined;
}

/**
 * As `array`: a tensor with given values, or in another dtype.
 * @throws ArgumentError if a sparse or ragged tensor is asked for
 */
export function convertToTensor(x: TensorLike, options: ConvertOptions = {}): Tensor {
  for (const kind of ["sparse", "ragged"] as const) {
    if (options[kind] !== true) continue;
    throw new ArgumentError(`convertToTensor: there are no ${kind} tensors. Leave ${kind} out.`);
  }
  return array(x, options.dtype ?? null);
}

/** The values of `x` with their shape and dtype, in JavaScript memory. Evaluates the tensor. */
export async function convertToNumpy(x: TensorLike): Promise<HostTensor> {
  const input = tensor(x);
  const data = await input.data();
  return { dtype: input.dtype, shape: input.shape as readonly number[], data };
}

/** Whether `x` is a tensor (not an array, nor a variable). */
export function isTensor(x: unknown): x is Tensor {
  return x instanceof Tensor;
}

/** `x` itself: tensors never change, so there is nothing to copy. */
export function copy(x: TensorLike): Tensor {
  return tensor(x);
}

/** The dtype of `x`. */
export function dtype(x: TensorLike): DType {
  return tensor(x).dtype;
}

/** The dimensions of `x`, outermost first. */
export function shape(x: TensorLike): Shape {
  return tensor(x).shape;
}

/** The number of axes of `x`. */
export function ndim(x: TensorLike): number {
  return tensor(x).rank;
}

/** The number of elements of `x`, which may be symbolic. */
export function size(x: TensorLike): Dim {
  return sizeOf(tensor(x).shape);
}

/** Whether these are numbers, nested or not, which have no dtype of their own. */
function isPlain(x: TensorLike): x is NestedArray {
  return typeof x !== "object" || Array.isArray(x);
}

function plainDType(x: NestedArray): DType {
  const numbers = leaves(x);
  if (numbers.length === 0) return floatX;
  if (numbers.every((n) => typeof n === "boolean")) return "bool";
  return numbers.every((n) => (Number(n) | 0) === Number(n)) ? "int32" : floatX;
}

function leaves(x: NestedArray): (number | boolean)[] {
  return typeof x === "object" ? x.flatMap(leaves) : [x];
}
