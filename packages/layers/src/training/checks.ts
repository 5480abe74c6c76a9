import { ArgumentError, DataError, type TypedArray } from "@antler/core";
import { type Column, rowSize, rowsOf } from "./columns.js";

/** @throws DataError if the columns differ in rows or have none */
export function checkRows(columns: readonly Column[], where: string): number {
  const [first] = columns;
  const rows = first === undefined ? 0 : rowsOf(first);
  const odd = columns.find((column) => rowsOf(column) !== rows);
  if (first !== undefined && odd !== undefined) {
    throw new DataError(
      `${where}: the data differ in length. Expected as many rows everywhere, received ${rows} of ${first.name} and ${rowsOf(odd)} of ${odd.name}.`,
    );
  }
  if (rows === 0) {
    throw new DataError(
      `${where}: the data set is empty. Expected one row at least, received none.`,
    );
  }
  return rows;
}

/**
 * Refuses NaN and infinity before anything is computed from them, so that no weight is lost.
 * @throws DataError naming the data, the row and the value
 */
export function checkFinite(column: Column, where: string): void {
  const { data } = column;
  if (data instanceof Int32Array || data instanceof Uint8Array) return;
  if (Number.isFinite(quickSum(data))) return;
  const at = data.findIndex((value) => !Number.isFinite(value));
  if (at === -1) return; // Huge float64 values: their sum overflowed, they did not.
  const size = rowSize(column);
  let count = 0;
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) count++;
  throw new DataError(
    `${where}: ${column.name} is not finite. Expected numbers, received ${data[at]} in row ${Math.floor(at / size)} at element ${at % size} (${count} such values in all). Clean the data, or replace missing values.`,
  );
}

/**
 * The sum of all elements, which NaN and infinity survive. This runs on every batch; four sums that
 * do not wait for each other take half the time of one.
 */
function quickSum(data: TypedArray): number {
  const [body, size] = [data.length - (data.length % 4), data.length];
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < body; i += 4) {
    a += data[i] as number;
    b += data[i + 1] as number;
    c += data[i + 2] as number;
    d += data[i + 3] as number;
  }
  for (let i = body; i < size; i++) a += data[i] as number;
  return a + b + c + d;
}

/**
 * Labels that count classes, but for one that is ignored.
 * @throws DataError naming the label, its row and the number of classes
 */
export function checkLabels(
  column: Column,
  classes: number,
  ignored: number | undefined,
  where: string,
): void {
  const { data } = column;
  for (let i = 0; i < data.length; i++) {
    const label = data[i] as number;
    if (label >= 0 && label < classes && Number.isInteger(label)) continue;
    if (label === ignored) continue;
    throw new DataError(
      `${where}: ${column.name} hold ${label} in row ${Math.floor(i / rowSize(column))}. Expected integers from 0 to ${classes - 1} (the output has ${classes} classes).`,
    );
  }
}

/** @throws ArgumentError unless `value` is an integer ≥ `least` */
export function checkCount(value: number, option: string, least: number, where: string): void {
  if (!Number.isInteger(value) || value < least) {
    throw new ArgumentError(
      `${where}: ${option} is out of range. Expected an integer ≥ ${least}, received ${value}.`,
    );
  }
}
