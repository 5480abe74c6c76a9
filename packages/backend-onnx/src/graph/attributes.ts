import { create } from "@bufbuild/protobuf";
import {
  type AttributeProto,
  AttributeProtoSchema,
  type GraphProto,
  AttributeProto_AttributeType as Kind,
  type TensorProto,
} from "../generated/onnx_pb.js";

/** A number that ONNX keeps as float; plain numbers are integers. */
export interface FloatAttribute {
  readonly float: number;
}

/** An attribute of a node as the lowerings write it. */
export type Attribute =
  | number
  | FloatAttribute
  | string
  | readonly number[]
  | TensorProto
  | GraphProto;

/** The message for one attribute. */
export function attributeProto(name: string, value: Attribute): AttributeProto {
  return create(AttributeProtoSchema, { name, ...content(value) });
}

function content(value: Attribute) {
  if (typeof value === "number") return { type: Kind.INT, i: BigInt(value) };
  if (typeof value === "string") return { type: Kind.STRING, s: new TextEncoder().encode(value) };
  if (isList(value)) return { type: Kind.INTS, ints: value.map(BigInt) };
  if ("float" in value) return { type: Kind.FLOAT, f: value.float };
  return "node" in value ? { type: Kind.GRAPH, g: value } : { type: Kind.TENSOR, t: value };
}

function isList(value: object): value is readonly number[] {
  return Array.isArray(value);
}
