import {
  convert,
  type DType,
  floatX,
  fromHost,
  type HostTensor,
  hostTensor,
  isDeviceTensor,
  isFloat,
  isTypedArray,
  type NestedArray,
  Tensor,
  Variable,
} from "@antler/core";
import type { DataLike, FlatData } from "../training/data.js";

/** Whether it is flat values with a shape. */
export function isFlat(data: unknown): data is FlatData & { readonly dtype?: DType } {
  if (typeof data !== "object" || data === null || !("data" in data)) return false;
  return isTypedArray(data.data) && "shape" in data;
}

/** The values where they are in memory; `undefined` for what a backend would have to compute. */
export function hostValue(data: DataLike): HostTensor | undefined {
  if (data instanceof Tensor || data instanceof Variable) {
    const { value } = data;
    return value === undefined || isDeviceTensor(value) ? undefined : value;
  }
  if (isFlat(data)) {
    const dtype = data.dtype ?? hostTensor(data.data.subarray(0, 0)).dtype;
    return { dtype, shape: data.shape, data: data.data };
  }
  return hostTensor(data as NestedArray);
}

/** A tensor of float values in memory, in the default float dtype unless it has a narrower one. */
export function floatTensor(values: Float64Array, shape: readonly number[], like: DType): Tensor {
  const dtype = isFloat(like) && like !== "float64" ? like : floatX;
  return fromHost({ dtype, shape, data: convert(values, dtype) });
}

/** Elements before, along and after an axis. */
export function strides(shape: readonly number[], axis: number): readonly [number, number, number] {
  const size = (dims: readonly number[]) => dims.reduce((product, dim) => product * dim, 1);
  return [size(shape.slice(0, axis)), shape[axis] ?? 1, size(shape.slice(axis + 1))];
}
