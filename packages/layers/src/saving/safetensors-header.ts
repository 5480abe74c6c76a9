import { type DType, SerializationError } from "@antler/core";

/** The format's names of dtypes. */
const codes: Readonly<Record<DType, string>> = {
  ...{ bool: "BOOL", uint8: "U8", uint16: "U16", uint32: "U32", int8: "I8", int16: "I16" },
  ...{
    int32: "I32",
    int64: "I64",
    float16: "F16",
    bfloat16: "BF16",
    float32: "F32",
    float64: "F64",
  },
};

/** Bytes of an element in a file. */
export const elementBytes: Readonly<Record<DType, number>> = {
  ...{ bool: 1, uint8: 1, uint16: 2, uint32: 4, int8: 1, int16: 2 },
  ...{ int32: 4, int64: 8, float16: 2, bfloat16: 2, float32: 4, float64: 8 },
};

/** One tensor of a file; offsets count from the end of the header. */
export interface Entry {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export interface Header {
  readonly entries: readonly Entry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Readers of this format refuse longer headers. */
export const maxHeaderBytes = 100_000_000;

/** The header with its length before it, padded with spaces to a multiple of 8 bytes. */
export function encodeHeader({ entries, metadata }: Header): Uint8Array {
  const map = new Map<string, unknown>([["__metadata__", metadata]]);
  for (const { name, dtype, shape, begin, end } of entries) {
    map.set(name, { dtype: codes[dtype], shape, data_offsets: [begin, end] });
  }
  const text = `{${[...map].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`;
  const bytes = new TextEncoder().encode(text);
  const length = Math.ceil(bytes.length / 8) * 8;
  const out = new Uint8Array(8 + length).fill(0x20);
  new DataView(out.buffer).setBigUint64(0, BigInt(length), true);
  out.set(bytes, 8);
  return out;
}

/**
 * Length of the header by the first 8 bytes of a file.
 * @throws SerializationError unless the file can hold it
 */
export function headerLength(start: Uint8Array, fileBytes: number, where: string): number {
  if (start.length < 8) throw invalid(where, "a file of 8 bytes at least", `${fileBytes} bytes`);
  const length = new DataView(start.buffer, start.byteOffset, 8).getBigUint64(0, true);
  const most = Math.min(maxHeaderBytes, fileBytes - 8);
  if (length > BigInt(most)) {
    throw invalid(where, `a header of at most ${most} bytes`, `a length of ${length}`);
  }
  return Number(length);
}

/**
 * Reads and checks a header: every tensor lies inside the data, none overlap, nothing is left over.
 * @throws SerializationError
 */
export function decodeHeader(bytes: Uint8Array, dataBytes: number, where: string): Header {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw invalid(where, "a header in JSON", (cause as Error).message, cause);
  }
  if (!isRecord(parsed)) throw invalid(where, "an object as header", JSON.stringify(parsed));
  const entries: Entry[] = [];
  let metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(parsed)) {
    if (name === "__metadata__") metadata = metadataOf(value, where);
    else entries.push(entryOf(name, value, where));
  }
  let at = 0;
  for (const { name, begin, end } of [...entries].sort(
    (a, b) => a.begin - b.begin || a.end - b.end,
  )) {
    if (begin !== at) {
      throw invalid(where, `data of "${name}" from byte ${at}, without overlap or gap`, `${begin}`);
    }
    at = end;
  }
  if (at !== dataBytes) throw invalid(where, `${at} bytes of data`, `${dataBytes}`);
  return { entries, metadata };
}

function entryOf(name: string, value: unknown, where: string): Entry {
  if (name === "__proto__") throw invalid(where, "names of tensors", '"__proto__"');
  const place = `${where}: "${name}"`;
  if (!isRecord(value))
    throw invalid(place, "{ dtype, shape, data_offsets }", JSON.stringify(value));
  const { dtype: code, shape, data_offsets: offsets } = value;
  const found = (Object.keys(codes) as DType[]).find((key) => codes[key] === code);
  if (found === undefined) {
    throw invalid(place, `a dtype of ${Object.values(codes).join(", ")}`, JSON.stringify(code));
  }
  if (!isSizes(shape)) throw invalid(place, "a shape of integers ≥ 0", JSON.stringify(shape));
  const [begin, end] = isSizes(offsets) && offsets.length === 2 ? offsets : [];
  if (begin === undefined || end === undefined || begin > end) {
    throw invalid(place, "data_offsets [begin, end]", JSON.stringify(offsets));
  }
  const bytes = shape.reduce((size, dim) => size * dim, elementBytes[found]);
  if (end - begin !== bytes) {
    throw invalid(place, `${bytes} bytes for ${code} [${shape.join(", ")}]`, `${end - begin}`);
  }
  return { name, dtype: found, shape, begin, end };
}

function metadataOf(value: unknown, where: string): Record<string, string> {
  const isTexts =
    isRecord(value) &&
    Object.entries(value).every(([k, v]) => typeof v === "string" && k !== "__proto__");
  if (!isTexts) throw invalid(where, "texts by name as __metadata__", JSON.stringify(value));
  return value as Record<string, string>;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}

function invalid(where: string, expected: string, received: string, cause?: unknown) {
  return new SerializationError(
    `${where}: this is no valid safetensors file. Expected ${expected}, received ${received.slice(0, 200)}.`,
    cause === undefined ? undefined : { cause },
  );
}
