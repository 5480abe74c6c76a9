import { allocate, bytesOf, type DType, type HostTensor, type TypedArray } from "@antler/core";

/** The bytes of the elements, read as another dtype. */
export function view(x: HostTensor, dtype: DType): HostTensor {
  const bytes = encode(x);
  const count = bytes.byteLength / bytesOf(dtype);
  const factor = bytesOf(x.dtype) / bytesOf(dtype);
  const last = x.shape.at(-1);
  const shape = factor === 1 || last === undefined ? x.shape : x.shape.with(-1, last * factor);
  return { dtype, shape, data: decode(bytes, dtype, count) };
}

/** How dtypes are stored that JavaScript has no array for. */
const codecs: Partial<
  Record<
    DType,
    {
      readonly read: (view: DataView, at: number) => number;
      readonly write: (view: DataView, at: number, value: number) => void;
    }
  >
> = {
  int64: {
    read: (view, at) => Number(view.getBigInt64(at, true)),
    write: (view, at, value) => view.setBigInt64(at, BigInt(value), true),
  },
  bfloat16: {
    read: (view, at) => floatOf(view.getUint16(at, true) << 16),
    write: (view, at, value) => view.setUint16(at, bitsOf(value) >>> 16, true),
  },
  float16: {
    read: (view, at) => fromHalf(view.getUint16(at, true)),
    write: (view, at, value) => view.setUint16(at, toHalf(value), true),
  },
};

function encode({ dtype, data }: HostTensor): ArrayBuffer {
  const codec = codecs[dtype];
  const size = bytesOf(dtype);
  const bytes = new ArrayBuffer(data.length * size);
  if (codec === undefined) {
    new Uint8Array(bytes).set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return bytes;
  }
  const view = new DataView(bytes);
  for (let i = 0; i < data.length; i++) codec.write(view, i * size, data[i] as number);
  return bytes;
}

function decode(bytes: ArrayBuffer, dtype: DType, count: number): TypedArray {
  const codec = codecs[dtype];
  const data = allocate(dtype, count);
  if (codec === undefined) {
    new Uint8Array(data.buffer, data.byteOffset, data.byteLength).set(new Uint8Array(bytes));
    return data;
  }
  const view = new DataView(bytes);
  for (let i = 0; i < count; i++) data[i] = codec.read(view, i * bytesOf(dtype));
  return data;
}

const single = new Float32Array(1);
const word = new Uint32Array(single.buffer);

function bitsOf(value: number): number {
  single[0] = value;
  return word[0] as number;
}

function floatOf(bits: number): number {
  word[0] = bits;
  return single[0] as number;
}

/** The 16 bits of a number that binary16 has. */
function toHalf(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size === Number.POSITIVE_INFINITY) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | (size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  return sign | ((exponent + 15) << 10) | ((size / 2 ** exponent - 1) * 2 ** 10);
}

function fromHalf(bits: number): number {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 0x1f, bits & 0x3ff];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 2 ** 10) * 2 ** (exponent - 15);
}
