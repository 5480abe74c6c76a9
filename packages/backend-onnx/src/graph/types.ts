import type { DType } from "@antler/core";
import { TensorProto_DataType } from "../generated/onnx_pb.js";

/** ONNX's name of each dtype. */
export const elementTypes = {
  bool: TensorProto_DataType.BOOL,
  uint8: TensorProto_DataType.UINT8,
  int32: TensorProto_DataType.INT32,
  float32: TensorProto_DataType.FLOAT,
  float64: TensorProto_DataType.DOUBLE,
  int64: TensorProto_DataType.INT64,
} as const satisfies Record<ElementType, TensorProto_DataType>;

/** What a value inside the graph can hold: ONNX counts sizes and indices in int64. */
export type ElementType = DType | "int64";
