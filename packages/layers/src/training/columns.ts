import { allocate, convert, type DType, type HostTensor, type TypedArray } from "@antler/core";

/**
 * All rows of one input, label or weight, as they came: rows are cast to `dtype` when a batch is
 * taken, so that images can stay bytes in memory.
 */
export interface Column {
  /** What messages call it: `input "x"`. */
  readonly name: string;
  /** The dtype that the compiled step takes. */
  readonly dtype: DType;
  /** `[rows, …]` */
  readonly shape: readonly number[];
  readonly data: TypedArray;
}

export function rowsOf(column: Column): number {
  return column.shape[0] ?? 0;
}

/** Elements in one row. */
export function rowSize({ shape }: Column): number {
  return shape.slice(1).reduce((size, dim) => size * dim, 1);
}

/** Rows `start` to `end`, without a copy. */
export function sliceRows(column: Column, start: number, end: number): Column {
  const size = rowSize(column);
  return {
    ...column,
    shape: [end - start, ...column.shape.slice(1)],
    data: column.data.subarray(start * size, end * size),
  };
}

/** Rows `start` to `end` as a batch; the data itself where nothing needs to be cast. */
export function takeRows(column: Column, start: number, end: number): HostTensor {
  const { shape, data, dtype } = sliceRows(column, start, end);
  return { dtype, shape, data: holds(data, dtype) ? data : convert(data, dtype) };
}

/** The rows `order[start]` to `order[end − 1]` as a batch, written into `scratch` where it fits. */
export function gatherRows(
  column: Column,
  order: Int32Array,
  start: number,
  end: number,
  scratch?: TypedArray,
): HostTensor {
  const size = rowSize(column);
  const { data } = column;
  const shape = [end - start, ...column.shape.slice(1)];
  const isBool = column.dtype === "bool" && !holds(data, "bool");
  const dtype = isBool ? "float32" : column.dtype;
  const length = (end - start) * size;
  const out = scratch?.length === length ? scratch : allocate(dtype, length);
  for (let i = start, to = 0; i < end; i++, to += size) {
    const from = (order[i] as number) * size;
    // For short rows a loop beats the call of `set`, which makes a view first.
    if (size > 32) out.set(data.subarray(from, from + size), to);
    else for (let j = 0; j < size; j++) out[to + j] = data[from + j] as number;
  }
  return { dtype: column.dtype, shape, data: isBool ? convert(out, "bool") : out };
}

/** Whether an array already is what `dtype` is stored in. Bytes may be no valid booleans. */
function holds(data: TypedArray, dtype: DType): boolean {
  return dtype !== "bool" && data.constructor === allocate(dtype, 0).constructor;
}
