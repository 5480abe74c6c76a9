import { create } from "@bufbuild/protobuf";
import {
  type AttributeProto,
  AttributeProtoSchema,
  AttributeProto_AttributeType as Kind,
  type TensorProto,
} from "../generated/onnx_pb.js";

/** A number that ONNX keeps as float; plain numbers are integers. */
export interface FloatAttribute {
  readonly float: number;
}

/** An attribute of a node as the lowerings write it. */
export type Attribute = number | FloatAttribute | string | readonly number[] | TensorProto;

/** The message for one attribute. */
export function attributeProto(name: string, value: Attribute): AttributeProto {
  return create(AttributeProtoSchema, { name, ...content(value) });
}

function content(value: Attribute) {
  if (typeof value === "number") return { type: Kind.INT, i: BigInt(value) };
  if (typeof value === "string") return { type: Kind.STRING, s: new TextEncoder().encode(value) };
  if (isList(value)) return { type: Kind.INTS, ints: value.map(BigInt) };
  return "float" in value ? { type: Kind.FLOAT, f: value.float } : { type: Kind.TENSOR, t: value };
}

function isList(value: object): value is readonly number[] {
  return Array.isArray(value);
}
