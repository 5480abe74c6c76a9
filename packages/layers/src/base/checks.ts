import { ArgumentError, suggestion } from "@antler/core";

/** @throws ArgumentError for an option that the class does not have, with the nearest one */
export function checkOptionNames(where: string, options: object, names: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (names.includes(name)) continue;
    throw new ArgumentError(
      `${where}: there is no option "${name}". Expected one of ${names.join(", ")}.${suggestion(name, names)}`,
    );
  }
}

/** @throws ArgumentError unless `value` is a finite number that passes `rule` */
export function checkNumber(
  where: string,
  option: string,
  value: unknown,
  rule: (value: number) => boolean,
  expected: string,
): void {
  if (typeof value !== "number" || !Number.isFinite(value) || !rule(value)) {
    throw new ArgumentError(
      `${where}: ${option} is out of range. Expected ${expected}, received ${String(value)}.`,
    );
  }
}

/** @throws ArgumentError unless `value` is an integer from `least` on */
export function checkCount(where: string, option: string, value: unknown, least: number): void {
  checkNumber(
    where,
    option,
    value,
    (n) => Number.isInteger(n) && n >= least,
    `an integer ≥ ${least}`,
  );
}

/** In [0, 1). */
export function isDecay(value: number): boolean {
  return value >= 0 && value < 1;
}

/** In [0, 1]. */
export function isShare(value: number): boolean {
  return value >= 0 && value <= 1;
}

/** What {@link isDecay} expects, for messages. */
export const decayRange = "a number in [0, 1)";
/** What {@link isShare} expects, for messages. */
export const shareRange = "a number in [0, 1]";

/** At least 0. */
export function isNonNegative(value: number): boolean {
  return value >= 0;
}
/** What {@link isNonNegative} expects, for messages. */
export const nonNegativeRange = "a number ≥ 0";
