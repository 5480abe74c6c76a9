import { ArgumentError, formatShape, type Shape, ShapeError, suggestion } from "@antler/core";

/** @throws ArgumentError unless `value` is a positive integer */
export function checkPositiveInteger(value: number, option: string, where: string): number {
  return checkInteger(value, 1, option, where);
}

/** @throws ArgumentError unless `value` is an integer ≥ `least` */
export function checkInteger(value: number, least: number, option: string, where: string): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new ArgumentError(
    `${where}: ${option} is out of range. Expected ${integers(least)}, received ${show(value)}.`,
  );
}

/** @throws ArgumentError unless `value` is a finite number from `least` to `most` */
export function checkNumber(
  value: number,
  option: string,
  where: string,
  { least = -Infinity, most = Infinity }: { readonly least?: number; readonly most?: number } = {},
): number {
  if (typeof value === "number" && Number.isFinite(value) && value >= least && value <= most) {
    return value;
  }
  const range =
    least === -Infinity
      ? "a finite number"
      : most === Infinity
        ? `a number ≥ ${least}`
        : `a number from ${least} to ${most}`;
  throw new ArgumentError(
    `${where}: ${option} is out of range. Expected ${range}, received ${show(value)}.`,
  );
}

/**
 * One integer for all of `length` axes, or one each.
 * @throws ArgumentError unless all are integers ≥ `least`
 */
export function checkTuple(
  value: number | readonly number[],
  length: number,
  option: string,
  where: string,
  least = 1,
): readonly number[] {
  const list = typeof value === "number" ? Array.from({ length }, () => value) : value;
  const fits =
    Array.isArray(list) &&
    list.length === length &&
    list.every((n) => Number.isInteger(n) && n >= least);
  if (fits) return [...list];
  throw new ArgumentError(
    `${where}: ${option} is out of range. Expected ${integers(least)} or ${length} of them, received ${show(value)}.`,
  );
}

/** @throws ArgumentError unless `value` is a positive integer or two of them */
export function checkPair(
  value: number | readonly number[],
  option: string,
  where: string,
): readonly [number, number] {
  return checkTuple(value, 2, option, where) as readonly [number, number];
}

/**
 * One of `choices`, which are Keras's names; camelCase is accepted in place of snake_case.
 * @throws ArgumentError for anything else
 */
export function checkChoice<const T extends string>(
  value: string,
  choices: readonly T[],
  option: string,
  where: string,
): T {
  const found = choices.find((choice) => choice === value || camelCase(choice) === value);
  if (found !== undefined) return found;
  throw new ArgumentError(
    `${where}: unknown ${option} ${show(value)}. Expected one of ${choices.join(", ")}.` +
      suggestion(String(value), choices),
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

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function integers(least: number): string {
  return least === 1 ? "a positive integer" : `an integer ≥ ${least}`;
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
