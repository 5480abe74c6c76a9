import { ArgumentError, formatShape, type Shape, ShapeError } from "@antler/core";

/** @throws ArgumentError unless `value` is a positive integer */
export function checkPositiveInteger(value: number, option: string, where: string): number {
  if (Number.isInteger(value) && value > 0) return value;
  throw new ArgumentError(
    `${where}: ${option} is out of range. Expected a positive integer, received ${value}.`,
  );
}

/** @throws ArgumentError unless `value` is a positive integer or two of them */
export function checkPair(
  value: number | readonly number[],
  option: string,
  where: string,
): readonly [number, number] {
  const [first, second, ...rest] = typeof value === "number" ? [value, value] : value;
  const whole = [first, second].every((n) => n !== undefined && Number.isInteger(n) && n > 0);
  if (whole && rest.length === 0) return [first as number, second as number];
  throw new ArgumentError(
    `${where}: ${option} is out of range. Expected a positive integer or two of them, received ${JSON.stringify(value)}.`,
  );
}

/** @throws ArgumentError unless `value` is one of `choices` */
export function checkChoice<T extends string>(
  value: T,
  choices: readonly T[],
  option: string,
  where: string,
): T {
  if (choices.includes(value)) return value;
  throw new ArgumentError(
    `${where}: unknown ${option} "${value}". Expected one of ${choices.join(", ")}.`,
  );
}

/**
 * The size of an axis that a weight's shape depends on.
 * @throws ShapeError if only its symbol is known
 */
export function knownSize(shape: Shape, axis: number, where: string): number {
  const dim = shape.at(axis);
  if (typeof dim === "number") return dim;
  throw new ShapeError(
    `${where}: the weights need the size of axis ${axis}. Expected a number, received ${formatShape(shape)}. Give the input a fixed size there.`,
  );
}
