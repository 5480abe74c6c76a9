import type { HostTensor } from "../backend.js";
import {
  allocate,
  convert,
  type DType,
  floatX,
  isFloat,
  promote,
  type TypedArray,
} from "../dtype.js";
import { ArgumentError, ShapeError } from "../errors.js";
import { formatShape, sizeOf } from "../shape.js";
import { Tensor } from "./tensor.js";
import type { Variable } from "./variable.js";

/** Numbers nested to any depth, all rows of one length. */
export type NestedArray = number | boolean | readonly NestedArray[];

/** What every op takes in place of a tensor. */
export type TensorLike = Tensor | Variable | TypedArray | NestedArray;

/** Something that stands for a tensor that changes: its current value is read at every use. */
export interface Readable {
  read(): Tensor;
}

function isReadable(value: unknown): value is Readable {
  return typeof value === "object" && value !== null && "read" in value && "assign" in value;
}

/** How `tensor` reads what it is given. */
export interface TensorOptions {
  /** Gives flat data a shape. */
  readonly shape?: readonly number[] | undefined;
  /** Default: float32 for numbers, bool for booleans, a typed array's own dtype. */
  readonly dtype?: DType | undefined;
}

/**
 * A tensor with given values: `tensor([[1, 2], [3, 4]])`, `tensor(flat, { shape: [2, 2] })`.
 * The values are copied.
 * @throws ShapeError if rows differ in length or `shape` does not fit the data
 */
export function tensor(values: TensorLike, options: TensorOptions = {}): Tensor {
  if (values instanceof Tensor) return values;
  if (isReadable(values)) return values.read();
  return fromHost(hostTensor(values, options));
}

/** The constant node of values that are already in place; they are not copied. */
export function fromHost(value: HostTensor): Tensor {
  return new Tensor({ op: "constant", shape: value.shape, dtype: value.dtype, value });
}

/** Reads numbers, nested arrays or a typed array into row-major memory. */
export function hostTensor(
  values: TypedArray | NestedArray,
  options: TensorOptions = {},
): HostTensor {
  if (isTypedArray(values)) {
    const dtype = options.dtype ?? typedArrayDType(values);
    const data = dtype === typedArrayDType(values) ? values.slice() : convert(values, dtype);
    return { dtype, shape: checkSize(options.shape ?? [values.length], values.length), data };
  }
  const shape: number[] = [];
  for (let level: NestedArray | undefined = values; Array.isArray(level); level = level[0]) {
    shape.push(level.length);
  }
  const flat: number[] = [];
  let dtype: DType | undefined;
  const fill = (level: NestedArray, depth: number): void => {
    if (Array.isArray(level)) {
      if (level.length !== shape[depth]) {
        throw new ShapeError(
          `tensor: rows differ in length. Expected ${shape[depth] ?? "a number"} at depth ${depth}, received ${level.length} elements.`,
        );
      }
      for (const child of level) fill(child, depth + 1);
      return;
    }
    if (depth !== shape.length || (typeof level !== "number" && typeof level !== "boolean")) {
      throw new ShapeError(
        `tensor: expected a number at depth ${shape.length} of the nested arrays, received ${depth === shape.length ? (JSON.stringify(level) ?? String(level)) : "one at another depth"}.`,
      );
    }
    if (typeof level === "number") dtype = floatX;
    else dtype ??= "bool";
    flat.push(Number(level));
  };
  fill(values, 0);
  const target = options.dtype ?? dtype ?? floatX;
  return {
    dtype: target,
    shape: checkSize(options.shape ?? shape, flat.length),
    data: convert(flat, target),
  };
}

/** The nested arrays of a row-major value; a number for a scalar. */
export function nest({ dtype, shape, data }: HostTensor): NestedArray {
  let offset = 0;
  const level = (depth: number): NestedArray => {
    if (depth === shape.length) {
      const element = data[offset++] as number;
      return dtype === "bool" ? element !== 0 : element;
    }
    return Array.from({ length: shape[depth] as number }, () => level(depth + 1));
  };
  return level(0);
}

/**
 * Operands of an op that mixes tensors and plain numbers. A number takes the dtype of the tensors
 * beside it (a fraction beside integers makes float32), as in Keras.
 */
export function operands(values: readonly TensorLike[]): Tensor[] {
  const strong = values.filter((value) => typeof value !== "number").map((value) => tensor(value));
  let next = 0;
  const beside = strong.length === 0 ? undefined : promote(...strong.map((t) => t.dtype));
  return values.map((value) => {
    if (typeof value !== "number") return strong[next++] as Tensor;
    return scalar(value, dtypeBeside(value, beside));
  });
}

/** A plain number is as narrow as what stands beside it allows. */
function dtypeBeside(value: number, beside: DType | undefined): DType {
  if (beside === undefined) return floatX;
  if (isFloat(beside)) return beside;
  if (!Number.isInteger(value)) return floatX;
  return beside === "bool" ? "int32" : beside;
}

/** A constant of rank 0. */
export function scalar(value: number, dtype: DType = floatX): Tensor {
  const data = allocate(dtype, 1);
  data[0] = value;
  return fromHost({ dtype, shape: [], data });
}

/** The dtype of each kind of array; Float64Array also holds int64, which must then be said. */
const arrayDTypes = [
  [Float32Array, "float32"],
  [Float64Array, "float64"],
  [Int32Array, "int32"],
  [Uint8Array, "uint8"],
  [Int8Array, "int8"],
  [Int16Array, "int16"],
  [Uint16Array, "uint16"],
  [Uint32Array, "uint32"],
] as const satisfies readonly (readonly [new () => TypedArray, DType])[];

export function isTypedArray(value: unknown): value is TypedArray {
  return arrayDTypes.some(([type]) => value instanceof type);
}

/** The dtype that an array has unless something else is said. */
export function typedArrayDType(values: TypedArray): DType {
  return arrayDTypes.find(([type]) => values instanceof type)?.[1] ?? "uint8";
}

function checkSize(shape: readonly number[], length: number): readonly number[] {
  if (shape.some((dim) => !Number.isInteger(dim) || dim < 0)) {
    throw new ArgumentError(
      `tensor: a shape holds non-negative integers, received ${formatShape(shape)}.`,
    );
  }
  if (sizeOf(shape) !== length) {
    throw new ShapeError(
      `tensor: shape ${formatShape(shape)} holds ${sizeOf(shape)} elements, received ${length}.`,
    );
  }
  return shape;
}
