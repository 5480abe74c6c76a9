import { convert, type DType, type TypedArray } from "@antler/core";
import { TensorProto_DataType } from "../generated/onnx_pb.js";

/** ONNX's name of each dtype. Inside the graph, sizes and indices are counted in int64. */
export const elementTypes = {
  bool: TensorProto_DataType.BOOL,
  uint8: TensorProto_DataType.UINT8,
  uint16: TensorProto_DataType.UINT16,
  uint32: TensorProto_DataType.UINT32,
  int8: TensorProto_DataType.INT8,
  int16: TensorProto_DataType.INT16,
  int32: TensorProto_DataType.INT32,
  int64: TensorProto_DataType.INT64,
  float16: TensorProto_DataType.FLOAT16,
  bfloat16: TensorProto_DataType.BFLOAT16,
  float32: TensorProto_DataType.FLOAT,
  float64: TensorProto_DataType.DOUBLE,
} as const satisfies Record<DType, TensorProto_DataType>;

/** Elements as ONNX Runtime holds them. */
export type OrtArray = TypedArray | BigInt64Array;

/** Core's elements in ONNX Runtime's form: the same array for all but int64. */
export function toOrtArray(data: OrtArray, dtype: DType): OrtArray {
  if (dtype !== "int64" || data instanceof BigInt64Array) return data;
  return BigInt64Array.from(data, BigInt);
}

/** The inverse of {@link toOrtArray}. */
export function fromOrtArray(data: OrtArray, dtype: DType): TypedArray {
  return data instanceof BigInt64Array ? convert(Array.from(data, Number), dtype) : data;
}

/** The dtypes that programs can hold here; ONNX Runtime's kernels hardly take the others. */
const usable: ReadonlySet<DType> = new Set<DType>([
  ...(["bool", "uint8", "int32", "int64", "float32", "float64"] as const),
]);

export function isUsable(dtype: DType): boolean {
  return usable.has(dtype);
}
