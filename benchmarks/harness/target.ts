/** Something that is promised, and what was measured. */
export interface Target {
  readonly name: string;
  /** `undefined` if it could not be measured. */
  readonly measured: number | undefined;
  readonly limit: number;
  readonly holds: "atMost" | "atLeast";
  readonly unit?: string;
}

/** Whether the target was met; what could not be measured was not. */
export function isMet({ measured, limit, holds }: Target): boolean {
  if (measured === undefined) return false;
  return holds === "atMost" ? measured <= limit : measured >= limit;
}

/** One line: `PASS  name: 1.08 (at most 1.15)`. */
export function describe(target: Target): string {
  const { name, measured, limit, holds, unit = "" } = target;
  const value = measured === undefined ? "not measured" : `${measured.toPrecision(3)}${unit}`;
  const rule = holds === "atMost" ? "at most" : "at least";
  return `${isMet(target) ? "PASS" : "FAIL"}  ${name}: ${value} (${rule} ${limit}${unit})`;
}
