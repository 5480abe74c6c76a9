import {
  ArgumentError,
  allocate,
  checkDType,
  convert,
  type DType,
  fromHost,
  type HostTensor,
  hostTensor,
  isTypedArray,
  type NestedArray,
  ShapeError,
  sizeOf,
  type Tensor,
  type TypedArray,
} from "@antler/core";

/** Options of {@link padSequences}. */
export interface PadSequencesOptions {
  /** Length of all rows; default: that of the longest sequence. */
  readonly maxlen?: number | null | undefined;
  /** Default `"int32"`. */
  readonly dtype?: DType | undefined;
  /** Where short sequences are filled up; default `"pre"`. */
  readonly padding?: "pre" | "post" | undefined;
  /** Where long sequences are cut; default `"pre"`. */
  readonly truncating?: "pre" | "post" | undefined;
  /** What fills; default 0. */
  readonly value?: number | undefined;
}

/** A sequence of numbers, or of arrays of one shape. */
export type SequenceLike = TypedArray | readonly NestedArray[];

/**
 * Sequences of different lengths as one tensor [sequences, maxlen, ...].
 * @throws ArgumentError for an unknown option value, ShapeError if the elements differ in shape
 *
 * @example
 * await utils.padSequences([[1], [2, 3]]).array(); // [[0, 1], [2, 3]]
 */
export function padSequences(
  sequences: readonly SequenceLike[],
  options: PadSequencesOptions = {},
): Tensor {
  const { dtype = "int32", padding = "pre", truncating = "pre", value = 0 } = options;
  checkDType(dtype, "padSequences");
  checkSide("padding", padding);
  checkSide("truncating", truncating);
  if (typeof value !== "number") {
    throw new ArgumentError(
      `padSequences: value is no number. Expected one for dtype ${dtype}, received ${JSON.stringify(value)}.`,
    );
  }
  const rows = readSequences(sequences);
  const maxlen = options.maxlen ?? Math.max(...rows.map(({ shape }) => shape[0] as number));
  if (!Number.isInteger(maxlen) || maxlen < 0) {
    throw new ArgumentError(
      rows.length === 0
        ? "padSequences: there are no sequences. Expected one at least, or maxlen."
        : `padSequences: maxlen is out of range. Expected an integer ≥ 0, received ${maxlen}.`,
    );
  }
  const sample = rows.find(({ data }) => data.length > 0)?.shape.slice(1) ?? [];
  const size = sizeOf(sample);
  const data = allocate(dtype, rows.length * maxlen * size);
  data.fill(convert(Float64Array.of(value), dtype)[0] as number);
  rows.forEach((row, i) => {
    const length = row.shape[0] as number;
    if (length === 0) return;
    if (row.shape.slice(1).join() !== sample.join()) {
      throw new ShapeError(
        `padSequences: sequence ${i} has elements of another shape. Expected [${sample.join(", ")}], received [${row.shape.slice(1).join(", ")}].`,
      );
    }
    const kept = Math.min(length, maxlen);
    const from = truncating === "pre" ? length - kept : 0;
    const to = padding === "pre" ? maxlen - kept : 0;
    const part = row.data.subarray(from * size, (from + kept) * size);
    data.set(convert(part, dtype), (i * maxlen + to) * size);
  });
  return fromHost({ dtype, shape: [rows.length, maxlen, ...sample], data });
}

function readSequences(sequences: readonly SequenceLike[]): readonly HostTensor[] {
  if (!Array.isArray(sequences)) {
    throw new ArgumentError(
      `padSequences: there are no sequences. Expected a list of lists, received ${String(sequences)}.`,
    );
  }
  return (sequences as readonly SequenceLike[]).map((sequence, i) => {
    if (isTypedArray(sequence) || Array.isArray(sequence)) {
      return hostTensor(sequence as NestedArray | TypedArray);
    }
    throw new ArgumentError(
      `padSequences: sequence ${i} is no list. Expected a list of numbers, received ${String(sequence)}.`,
    );
  });
}

function checkSide(option: string, value: string): void {
  if (value === "pre" || value === "post") return;
  throw new ArgumentError(
    `padSequences: ${option} is unknown. Expected "pre" or "post", received ${JSON.stringify(value)}.`,
  );
}
