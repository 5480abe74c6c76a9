import { DTypeError, received, suggestion } from "./errors.js";
import { type Rounding, roundToBfloat16, roundToFloat16 } from "./half.js";

/** What holds a tensor's elements in JavaScript; `bool` is a byte, 0 or 1. */
export type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint16Array
  | Uint32Array;

interface DTypeTraits {
  readonly kind: "bool" | "unsigned" | "signed" | "float";
  /** Bytes of an element in a file or on a device. */
  readonly bytes: number;
  /** What holds the elements here. Where JavaScript has no such array, a wider one does. */
  readonly array: new (
    length: number,
  ) => TypedArray;
  /** The nearest value that the dtype has, where `array` can hold others. */
  readonly round?: Rounding;
}

/** The one list of dtypes, from the narrowest to the widest of each kind. */
const dtypeTable = {
  bool: { kind: "bool", bytes: 1, array: Uint8Array },
  uint8: { kind: "unsigned", bytes: 1, array: Uint8Array },
  uint16: { kind: "unsigned", bytes: 2, array: Uint16Array },
  uint32: { kind: "unsigned", bytes: 4, array: Uint32Array },
  int8: { kind: "signed", bytes: 1, array: Int8Array },
  int16: { kind: "signed", bytes: 2, array: Int16Array },
  int32: { kind: "signed", bytes: 4, array: Int32Array },
  // Exact up to 2⁵³, as every number of JavaScript.
  int64: { kind: "signed", bytes: 8, array: Float64Array, round: Math.trunc },
  float16: { kind: "float", bytes: 2, array: Float32Array, round: roundToFloat16 },
  bfloat16: { kind: "float", bytes: 2, array: Float32Array, round: roundToBfloat16 },
  float32: { kind: "float", bytes: 4, array: Float32Array },
  float64: { kind: "float", bytes: 8, array: Float64Array },
} as const satisfies Record<string, DTypeTraits>;

/** The element type of a tensor. */
export type DType = keyof typeof dtypeTable;

const traits: Readonly<Record<DType, DTypeTraits>> = dtypeTable;

/** Every dtype. */
export const dtypes = Object.keys(dtypeTable) as readonly DType[];

/** The dtype that float results have unless something says otherwise; see {@link setFloatx}. */
export let floatX: DType = "float32";

/**
 * Changes the default float dtype. As in Keras, 64-bit results exist only under `"float64"`:
 * otherwise ops give float32 and int32 in their place.
 * @throws DTypeError if it is no float dtype
 */
export function setFloatx(dtype: DType): void {
  if (!isFloat(checkDType(dtype, "setFloatx"))) {
    throw new DTypeError(`setFloatx: expected a float dtype, received "${dtype}".`);
  }
  floatX = dtype;
}

let keepsWide = false;

/** Runs a synchronous function in which 64-bit operands give 64-bit results. */
export function withWideDTypes<T>(run: () => T): T {
  const before = keepsWide;
  keepsWide = true;
  try {
    return run();
  } finally {
    keepsWide = before;
  }
}

/** `"bool"`, `"integer"` or `"float"`. */
export function kindOf(dtype: DType): "bool" | "integer" | "float" {
  const { kind } = traits[dtype];
  return kind === "bool" || kind === "float" ? kind : "integer";
}

export function isFloat(dtype: DType): boolean {
  return traits[dtype].kind === "float";
}

export function bytesOf(dtype: DType): number {
  return traits[dtype].bytes;
}

/** Checks a name that came from a user. */
export function checkDType(name: string, where: string): DType {
  if (typeof name !== "string") {
    throw new DTypeError(`${where}: expected the name of a dtype, received ${received(name)}.`);
  }
  if (Object.hasOwn(dtypeTable, name)) return name as DType;
  throw new DTypeError(
    `${where}: unknown dtype "${name}". Expected one of ${dtypes.join(", ")}.${suggestion(name, dtypes)}`,
  );
}

/** The smallest and the largest finite value of a dtype; for int64 as near as a number comes. */
export function rangeOf(dtype: DType): readonly [smallest: number, largest: number] {
  const { kind, bytes } = traits[dtype];
  if (kind === "bool") return [0, 1];
  if (kind === "unsigned") return [0, 2 ** (8 * bytes) - 1];
  if (kind === "signed") return [-(2 ** (8 * bytes - 1)), 2 ** (8 * bytes - 1) - 1];
  const largest = largestFloats[dtype] ?? Number.MAX_VALUE;
  return [-largest, largest];
}

const largestFloats: Readonly<Partial<Record<DType, number>>> = {
  float16: 65504,
  bfloat16: 2 ** 127 * (2 - 2 ** -7),
  float32: 2 ** 127 * (2 - 2 ** -23),
};

/** A zero-filled array for `length` elements of `dtype`. */
export function allocate(dtype: DType, length: number): TypedArray {
  return new traits[dtype].array(length);
}

/** Copies `values` into a fresh array of `dtype`, by the rules of `cast`. */
export function convert(values: ArrayLike<number>, dtype: DType): TypedArray {
  const out = allocate(dtype, values.length);
  if (dtype === "bool") {
    for (let i = 0; i < out.length; i++) out[i] = values[i] === 0 ? 0 : 1;
  } else {
    for (let i = 0; i < out.length; i++) out[i] = values[i] as number;
  }
  return settle(out, dtype);
}

/** Rounds elements in place to values that `dtype` has, where its array can hold others. */
export function settle(data: TypedArray, dtype: DType): TypedArray {
  const { round } = traits[dtype];
  if (round !== undefined) for (let i = 0; i < data.length; i++) data[i] = round(data[i] as number);
  return data;
}

/** What ops make of a dtype: without a float64 default, 64 bits become 32. */
export function narrow(dtype: DType): DType {
  if (keepsWide || floatX === "float64") return dtype;
  if (dtype === "float64") return "float32";
  return dtype === "int64" ? "int32" : dtype;
}

/**
 * The dtype of a result that mixes dtypes, by the lattice of Keras and JAX: the narrowest dtype that
 * holds the values of all; a float beside integers stays as narrow as it is.
 */
export function promote(...operands: readonly DType[]): DType {
  return narrow(operands.reduce(leastUpperBound));
}

function leastUpperBound(a: DType, b: DType): DType {
  if (a === b) return a;
  const [first, second] = [traits[a], traits[b]];
  if (first.kind === second.kind) {
    // The two halves have no order: each holds values that the other has not.
    if (first.bytes === second.bytes) return "float32";
    return first.bytes > second.bytes ? a : b;
  }
  if (first.kind === "bool") return b;
  if (second.kind === "bool") return a;
  if (first.kind === "float") return a;
  if (second.kind === "float") return b;
  const [unsigned, signed] = first.kind === "unsigned" ? [first, second] : [second, first];
  const bytes = Math.max(2 * unsigned.bytes, signed.bytes);
  return `int${8 * bytes}` as DType;
}
