import {
  ArgumentError,
  allocate,
  DataError,
  fromHost,
  type HostTensor,
  permutation,
  SeedGenerator,
  sizeOf,
  type Tensor,
} from "@antler/core";
import type { DataLike } from "../training/data.js";
import { hostValue } from "./host.js";

/** Options of {@link timeseriesDatasetFromArray}. */
export interface TimeseriesOptions {
  /** Steps between the starts of two windows; default 1. */
  readonly sequenceStride?: number | undefined;
  /** Steps between two elements of a window; default 1. */
  readonly samplingRate?: number | undefined;
  /** Windows in a batch; default 128; `null`: windows one by one, without a batch axis. */
  readonly batchSize?: number | null | undefined;
  /** Whether every pass gives the windows in another order; default false. */
  readonly shuffle?: boolean | undefined;
  readonly seed?: number | null | undefined;
  /** The first row that windows may hold; default 0. */
  readonly startIndex?: number | null | undefined;
  /** The row after the last one that windows may hold; default: all rows. */
  readonly endIndex?: number | null | undefined;
  /** Nothing to choose: batches are tensors. */
  readonly format?: "tf" | "grain" | undefined;
}

/** A batch: windows alone, or `[windows, targets]`. */
export type TimeseriesBatch = Tensor | readonly [x: Tensor, y: Tensor];

/** Batches of windows, cut from the series when they are asked for; each pass starts anew. */
export interface TimeseriesDataset extends Iterable<TimeseriesBatch> {
  /** Windows in all batches together. */
  readonly windows: number;
  /** The number of batches. */
  readonly length: number;
}

/**
 * Sliding windows over a series [time, ...]: batches [batch, sequenceLength, ...], with `targets[i]`
 * for the window that starts at row i.
 * @param targets - [time, ...], or `null` for windows alone
 * @throws ArgumentError if an option is out of range, DataError if the data are not in memory
 *
 * @example
 * const pairs = utils.timeseriesDatasetFromArray(series, targets, 24, { batchSize: 32 });
 * for (const [x, y] of pairs) …
 */
export function timeseriesDatasetFromArray(
  data: DataLike,
  targets: DataLike | null,
  sequenceLength: number,
  options: TimeseriesOptions = {},
): TimeseriesDataset {
  const series = read(data, "data");
  const labels = targets === null || targets === undefined ? undefined : read(targets, "targets");
  const rows = series.shape[0] as number;
  const { sequenceStride = 1, samplingRate = 1, batchSize = 128, shuffle = false } = options;
  check("sequenceLength", sequenceLength, 1, rows);
  check("sequenceStride", sequenceStride, 1, rows - 1);
  check("samplingRate", samplingRate, 1, rows - 1);
  if (batchSize !== null) check("batchSize", batchSize, 1, Number.MAX_SAFE_INTEGER);
  const start = options.startIndex ?? 0;
  const end = options.endIndex ?? rows;
  check("startIndex", start, 0, rows - 1);
  check("endIndex", end, start + 1, rows);
  const possible = end - start - (sequenceLength - 1) * samplingRate;
  const usable = Math.max(0, Math.min(possible, labels?.shape[0] ?? possible));
  const windows = Math.ceil(usable / sequenceStride);
  const generator = new SeedGenerator(options.seed ?? undefined);

  const offsets = Int32Array.from({ length: sequenceLength }, (_, i) => i * samplingRate);
  const batch = (at: readonly number[]): TimeseriesBatch => {
    const starts = at.map((i) => start + i * sequenceStride);
    const rowsOfWindows = starts.flatMap((first) => [...offsets].map((offset) => first + offset));
    const isBatched = batchSize !== null;
    const leading = isBatched ? [starts.length] : [];
    const x = takeRows(series, rowsOfWindows, [...leading, sequenceLength]);
    return labels === undefined ? x : [x, takeRows(labels, starts, leading)];
  };
  const size = batchSize ?? 1;
  return {
    windows,
    length: Math.ceil(windows / size),
    *[Symbol.iterator]() {
      const order = shuffle
        ? permutation(generator, windows)
        : Int32Array.from({ length: windows }, (_, i) => i);
      for (let i = 0; i < windows; i += size) yield batch([...order.subarray(i, i + size)]);
    },
  };
}

/** The rows at `indices`, their axis replaced by `leading`. */
function takeRows(
  { data, shape, dtype }: HostTensor,
  indices: readonly number[],
  leading: readonly number[],
): Tensor {
  const sample = shape.slice(1);
  const size = sizeOf(sample);
  const out = allocate(dtype, indices.length * size);
  indices.forEach((row, i) => {
    out.set(data.subarray(row * size, (row + 1) * size), i * size);
  });
  return fromHost({ dtype, shape: [...leading, ...sample], data: out });
}

function read(data: DataLike, name: string): HostTensor {
  const value = hostValue(data);
  if (value !== undefined && value.shape.length > 0) return value;
  throw new DataError(
    `timeseriesDatasetFromArray: ${name} can't be read. Expected rows in memory, received ${value === undefined ? "a tensor that is not computed yet" : "a number"}.`,
  );
}

function check(option: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const range = most === Number.MAX_SAFE_INTEGER ? `≥ ${least}` : `from ${least} to ${most}`;
  throw new ArgumentError(
    `timeseriesDatasetFromArray: ${option} is out of range. Expected an integer ${range}, received ${value}.`,
  );
}
