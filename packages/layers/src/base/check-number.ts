import { ArgumentError } from "@antler/core";

/** @throws ArgumentError unless `value` is a number that passes `rule` */
export function checkNumber(
  value: unknown,
  rule: (value: number) => boolean,
  expected: string,
  option: string,
  where: string,
): void {
  if (typeof value === "number" && rule(value)) return;
  throw new ArgumentError(
    `${where}: ${option} is out of range. Expected ${expected}, received ${String(value)}.`,
  );
}

export function isInteger(value: number): boolean {
  return Number.isInteger(value);
}

/** Whether a share, 0 and 1 included. */
export function isShare(value: number): boolean {
  return value >= 0 && value <= 1;
}
