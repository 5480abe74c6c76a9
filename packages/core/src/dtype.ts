import { DTypeError, suggestion } from "./errors.js";

/** What holds a tensor's elements in JavaScript; `bool` is a byte, 0 or 1. */
export type TypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** How a dtype is stored and where it stands in promotion. The one list of dtypes. */
const dtypeTable = {
  bool: { kind: "bool", rank: 0, bytes: 1, array: Uint8Array },
  uint8: { kind: "integer", rank: 1, bytes: 1, array: Uint8Array },
  int32: { kind: "integer", rank: 2, bytes: 4, array: Int32Array },
  float32: { kind: "float", rank: 3, bytes: 4, array: Float32Array },
  float64: { kind: "float", rank: 4, bytes: 8, array: Float64Array },
} as const;

/** The element type of a tensor. */
export type DType = keyof typeof dtypeTable;

/** Every dtype, from the narrowest to the widest. */
export const dtypes = Object.keys(dtypeTable) as readonly DType[];

/** The dtype that float results have unless something says otherwise. */
export const floatX: DType = "float32";

/** `"bool"`, `"integer"` or `"float"`. */
export function kindOf(dtype: DType): "bool" | "integer" | "float" {
  return dtypeTable[dtype].kind;
}

export function isFloat(dtype: DType): boolean {
  return kindOf(dtype) === "float";
}

export function bytesOf(dtype: DType): number {
  return dtypeTable[dtype].bytes;
}

/** Checks a name that came from a user. */
export function checkDType(name: string, where: string): DType {
  if (name in dtypeTable) return name as DType;
  throw new DTypeError(
    `${where}: unknown dtype "${name}". Expected one of ${dtypes.join(", ")}.${suggestion(name, dtypes)}`,
  );
}

/** A zero-filled array for `length` elements of `dtype`. */
export function allocate(dtype: DType, length: number): TypedArray {
  return new dtypeTable[dtype].array(length);
}

/** Copies `values` into a fresh array of `dtype`, by the rules of `cast`. */
export function convert(values: ArrayLike<number>, dtype: DType): TypedArray {
  const out = allocate(dtype, values.length);
  if (dtype === "bool") {
    for (let i = 0; i < out.length; i++) out[i] = values[i] === 0 ? 0 : 1;
  } else {
    for (let i = 0; i < out.length; i++) out[i] = values[i] as number;
  }
  return out;
}

/**
 * The dtype of a result that mixes dtypes, by the lattice of Keras and JAX restricted to our
 * dtypes: bool < uint8 < int32 < float32 < float64.
 */
export function promote(...operands: readonly DType[]): DType {
  const widest = Math.max(...operands.map((dtype) => dtypeTable[dtype].rank));
  return dtypes[widest] as DType;
}
