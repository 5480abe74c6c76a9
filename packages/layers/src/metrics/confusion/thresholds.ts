import { ArgumentError } from "@antler/core";
import { isShare } from "../../base/check-number.js";
import { epsilon } from "../../losses/constants.js";

/** Below every prediction; what is not among the largest is set to it. */
export const lowest = -1e10;

/** One threshold or several, all from 0 to 1. */
export type Thresholds = number | readonly number[];

/** @throws ArgumentError unless all thresholds are from 0 to 1 */
export function readThresholds(
  given: Thresholds | null | undefined,
  standard: number,
  where: string,
): readonly number[] {
  if (given === null || given === undefined) return [standard];
  const thresholds = typeof given === "number" ? [given] : [...given];
  if (thresholds.length > 0 && thresholds.every(isShare)) return thresholds;
  throw new ArgumentError(
    `${where}: thresholds are out of range. Expected numbers from 0 to 1, received ${JSON.stringify(given)}.`,
  );
}

/** `count` thresholds from 0 to 1, equally far apart. */
export function evenThresholds(count: number): readonly number[] {
  return count === 1 ? [0.5] : Array.from({ length: count }, (_, i) => i / (count - 1));
}

/** Whether thresholds are so even that a prediction's place among them can be computed. */
export function areEven(thresholds: readonly number[]): boolean {
  const last = thresholds.length - 1;
  return (
    last >= 2 &&
    thresholds.every((threshold, i) => {
      const even = Math.fround(i / last);
      return Math.abs(threshold - even) <= epsilon + 1e-5 * even;
    })
  );
}
