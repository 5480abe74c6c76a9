import { allocate, type DType, type TypedArray } from "@antler/core";
import { elementBytes } from "./safetensors-header.js";

/** Elements as a file has them, little-endian. */
export function toBytes(data: TypedArray, dtype: DType): Uint8Array {
  const size = elementBytes[dtype];
  const out = new Uint8Array(data.length * size);
  const view = new DataView(out.buffer);
  const write = writers[dtype];
  for (let i = 0; i < data.length; i++) write(view, i * size, data[i] as number);
  return out;
}

/** Elements of a file. */
export function fromBytes(bytes: Uint8Array, dtype: DType): TypedArray {
  const size = elementBytes[dtype];
  const out = allocate(dtype, bytes.length / size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const read = readers[dtype];
  for (let i = 0; i < out.length; i++) out[i] = read(view, i * size);
  return out;
}

const writers: Readonly<Record<DType, (view: DataView, at: number, value: number) => void>> = {
  bool: (view, at, value) => view.setUint8(at, value === 0 ? 0 : 1),
  uint8: (view, at, value) => view.setUint8(at, value),
  uint16: (view, at, value) => view.setUint16(at, value, true),
  uint32: (view, at, value) => view.setUint32(at, value, true),
  int8: (view, at, value) => view.setInt8(at, value),
  int16: (view, at, value) => view.setInt16(at, value, true),
  int32: (view, at, value) => view.setInt32(at, value, true),
  int64: (view, at, value) => view.setBigInt64(at, BigInt(value), true),
  float16: (view, at, value) => view.setUint16(at, toHalf(value), true),
  // The upper half of float32; values were rounded when they became bfloat16.
  bfloat16: (view, at, value) => {
    scratch.setFloat32(0, value);
    view.setUint16(at, scratch.getUint16(0), true);
  },
  float32: (view, at, value) => view.setFloat32(at, value, true),
  float64: (view, at, value) => view.setFloat64(at, value, true),
};

const readers: Readonly<Record<DType, (view: DataView, at: number) => number>> = {
  bool: (view, at) => (view.getUint8(at) === 0 ? 0 : 1),
  uint8: (view, at) => view.getUint8(at),
  uint16: (view, at) => view.getUint16(at, true),
  uint32: (view, at) => view.getUint32(at, true),
  int8: (view, at) => view.getInt8(at),
  int16: (view, at) => view.getInt16(at, true),
  int32: (view, at) => view.getInt32(at, true),
  int64: (view, at) => Number(view.getBigInt64(at, true)),
  float16: (view, at) => fromHalf(view.getUint16(at, true)),
  bfloat16: (view, at) => {
    scratch.setUint32(0, view.getUint16(at, true) << 16);
    return scratch.getFloat32(0);
  },
  float32: (view, at) => view.getFloat32(at, true),
  float64: (view, at) => view.getFloat64(at, true),
};

const scratch = new DataView(new ArrayBuffer(4));

/** The bits of a value that float16 has. */
function toHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size > 65504) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  return sign | ((exponent + 15) << 10) | Math.round((size / 2 ** exponent - 1) * 1024);
}

function fromHalf(bits: number): number {
  const sign = (bits & 0x8000) === 0 ? 1 : -1;
  const [exponent, fraction] = [(bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
