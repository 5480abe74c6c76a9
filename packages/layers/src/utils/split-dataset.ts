import {
  ArgumentError,
  DataError,
  fromHost,
  type HostTensor,
  permutation,
  SeedGenerator,
  type Tensor,
} from "@antler/core";
import { gatherRows, rowsOf } from "../training/columns.js";
import type { DataLike } from "../training/data.js";
import { hostValue, isFlat } from "./host.js";

/** Options of {@link splitDataset}: one of the sizes at least. */
export interface SplitDatasetOptions {
  /** Rows on the left: a number of rows, or a share between 0 and 1. */
  readonly leftSize?: number | null | undefined;
  /** Rows on the right, likewise. */
  readonly rightSize?: number | null | undefined;
  /** Whether rows are drawn in random order; default false. */
  readonly shuffle?: boolean | undefined;
  /** Default: another order every time. */
  readonly seed?: number | null | undefined;
  /** Nothing to choose: tensors serve every backend. */
  readonly preferredBackend?: string | null | undefined;
}

/** One array, a list of arrays (tensors, typed arrays), or a map of arrays, with equal numbers of rows. */
export type SplittableData = DataLike | readonly DataLike[] | { readonly [name: string]: DataLike };

/** Tensors in the structure of the data. */
export type SplitOf<D> = D extends readonly (infer E)[]
  ? E extends number | boolean | readonly unknown[]
    ? Tensor
    : { -readonly [K in keyof D]: Tensor }
  : D extends { readonly data: unknown } | { readonly dtype: unknown } | ArrayLike<number>
    ? Tensor
    : { -readonly [K in keyof D]: Tensor };

/**
 * Rows of a data set in memory on two sides: `[left, right]`.
 * @throws ArgumentError if the sizes do not fit, DataError if there are no rows or their numbers differ
 *
 * @example
 * const [train, test] = utils.splitDataset({ x, y }, { leftSize: 0.8, shuffle: true, seed: 1 });
 */
export function splitDataset<const D extends SplittableData>(
  dataset: D,
  options: SplitDatasetOptions,
): [left: SplitOf<D>, right: SplitOf<D>] {
  const arrays = readArrays(dataset);
  const rows = rowCount(arrays.map(({ value }) => value));
  const [left, right] = sizes(options ?? {}, rows);
  const order = options.shuffle
    ? permutation(new SeedGenerator(options.seed ?? undefined), rows)
    : Int32Array.from({ length: rows }, (_, i) => i);
  const part = (start: number, end: number): unknown => {
    const tensors = arrays.map(({ name, value }) => {
      const column = { ...value, name: name ?? "dataset" };
      return [name, fromHost(gatherRows(column, order, start, end))] as const;
    });
    if (isSingle(dataset)) return tensors[0]?.[1];
    return Array.isArray(dataset)
      ? tensors.map(([, tensor]) => tensor)
      : Object.fromEntries(tensors);
  };
  return [part(0, left), part(rows - right, rows)] as [SplitOf<D>, SplitOf<D>];
}

interface NamedArray {
  readonly name: string | undefined;
  readonly value: HostTensor;
}

function readArrays(dataset: SplittableData): readonly NamedArray[] {
  if (isSingle(dataset)) return [{ name: undefined, value: read(dataset as DataLike, "dataset") }];
  return Object.entries(dataset as Readonly<Record<string, DataLike>>).map(([name, data]) => ({
    name,
    value: read(data, name),
  }));
}

/** Nested numbers are one array; a list of tensors or typed arrays, or a plain map, are several. */
function isSingle(dataset: SplittableData): boolean {
  if (Array.isArray(dataset)) return typeof dataset[0] !== "object" || Array.isArray(dataset[0]);
  return Object.getPrototypeOf(dataset) !== Object.prototype || isFlat(dataset);
}

function read(data: DataLike, name: string): HostTensor {
  const value = hostValue(data);
  if (value !== undefined) return value;
  throw new DataError(
    `splitDataset: ${name} is not in memory. Expected data or an evaluated tensor. Await its data() first.`,
  );
}

function rowCount(values: readonly HostTensor[]): number {
  const rows = values[0]?.shape.length ? rowsOf({ ...(values[0] as HostTensor), name: "" }) : 0;
  if (rows === 0) {
    throw new DataError(
      "splitDataset: the data set is empty. Expected arrays with one row at least.",
    );
  }
  const other = values.findIndex(({ shape }) => shape[0] !== rows);
  if (other < 0) return rows;
  throw new DataError(
    `splitDataset: the arrays differ in length. Expected ${rows} rows in each, received ${values[other]?.shape[0]} in array ${other}.`,
  );
}

function sizes({ leftSize, rightSize }: SplitDatasetOptions, rows: number): [number, number] {
  const left = sizeOf("leftSize", leftSize ?? undefined, rows);
  const right = sizeOf("rightSize", rightSize ?? undefined, rows);
  if (left === undefined && right === undefined) {
    throw new ArgumentError(
      "splitDataset: there is no size. Expected leftSize or rightSize, received neither.",
    );
  }
  const both: [number, number] = [left ?? rows - (right ?? 0), right ?? rows - (left ?? 0)];
  if (both[0] + both[1] > rows) {
    throw new ArgumentError(
      `splitDataset: the sizes are too large. Expected ${rows} rows together at most, received ${both[0]} and ${both[1]}.`,
    );
  }
  for (const [side, size] of [
    ["left", both[0]],
    ["right", both[1]],
  ]) {
    if (size === 0) {
      throw new ArgumentError(
        `splitDataset: the ${side} side is empty. Expected one row at least of ${rows}, received leftSize ${leftSize} and rightSize ${rightSize}.`,
      );
    }
  }
  return both;
}

function sizeOf(option: string, size: number | undefined, rows: number): number | undefined {
  if (size === undefined) return undefined;
  if (size > 0 && size < 1) return roundHalfToEven(size * rows);
  if (Number.isInteger(size) && size > 0 && size < rows) return size;
  throw new ArgumentError(
    `splitDataset: ${option} is out of range. Expected an integer from 1 to ${rows - 1} or a share between 0 and 1, received ${size}.`,
  );
}

/** As Python rounds. */
function roundHalfToEven(x: number): number {
  const low = Math.floor(x);
  if (x - low !== 0.5) return Math.round(x);
  return low % 2 === 0 ? low : low + 1;
}
