import { type Dim, SymbolicDim } from "../dimension.js";
import { ArgumentError, received } from "../errors.js";
import { type TensorLike, tensor } from "../tensor/convert.js";
import type { Tensor } from "../tensor/tensor.js";

/**
 * A list of tensors.
 * @throws ArgumentError if it is no list
 */
export function tensorList(values: readonly TensorLike[], where: string): Tensor[] {
  if (Array.isArray(values)) return values.map((value: TensorLike) => tensor(value));
  throw new ArgumentError(`${where}: expected a list of tensors, received ${received(values)}.`);
}

/**
 * One integer or several, as a list.
 * @throws ArgumentError if it is neither
 */
export function integerList(
  value: number | readonly number[],
  what: string,
  where: string,
): readonly number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.every((n) => Number.isInteger(n))) return list as readonly number[];
  throw new ArgumentError(
    `${where}: expected an integer or a list of integers as ${what}, received ${received(value)}.`,
  );
}

/**
 * A text that the caller reads.
 * @throws ArgumentError if it is none
 */
export function text(value: string, what: string, where: string): string {
  if (typeof value === "string") return value;
  throw new ArgumentError(`${where}: expected a text as ${what}, received ${received(value)}.`);
}

/**
 * A number of rows or columns, or a symbol for one.
 * @throws ArgumentError if it is neither
 */
export function dimensionArgument(value: Dim, what: string, where: string): Dim {
  if (value instanceof SymbolicDim || (Number.isInteger(value) && value >= 0)) return value;
  throw new ArgumentError(
    `${where}: expected a non-negative integer as ${what}, received ${received(value)}.`,
  );
}
