import type { CaseResult } from "./failure.js";

/** What the run of an area gave, as `--json` writes it. */
export interface AreaReport {
  readonly cases: number;
  readonly passed: number;
  readonly failed: number;
  /** Largest |received − expected| / (1 + |expected|) among the cases that passed. */
  readonly worst: number;
  readonly failures: readonly Omit<CaseResult, "passed" | "worst">[];
}

export function summarize(results: readonly CaseResult[]): AreaReport {
  const passed = results.filter((result) => result.passed);
  return {
    cases: results.length,
    passed: passed.length,
    failed: results.length - passed.length,
    worst: passed.reduce((worst, result) => Math.max(worst, result.worst), 0),
    failures: results
      .filter((result) => !result.passed)
      .map(({ id, reason, expected, received }) => ({ id, reason, expected, received }) as const)
      .map((failure) => dropUndefined(failure)),
  };
}

function dropUndefined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, v]) => v !== undefined)) as T;
}

/** The sum over areas. */
export function totals(reports: readonly AreaReport[]): Omit<AreaReport, "failures"> {
  const sum = (pick: (report: AreaReport) => number): number =>
    reports.reduce((total, report) => total + pick(report), 0);
  return {
    cases: sum((report) => report.cases),
    passed: sum((report) => report.passed),
    failed: sum((report) => report.failed),
    worst: Math.max(0, ...reports.map((report) => report.worst)),
  };
}

/** One line per area, then one per failing case. */
export function formatArea(area: string, report: AreaReport): string {
  const lines = [formatLine(area, report)];
  for (const { id, reason, expected, received } of report.failures) {
    const sides = [side("expected", expected), side("received", received)].filter(Boolean);
    lines.push(`  ✗ ${id}: ${reason}${sides.length > 0 ? `: ${sides.join(", ")}` : ""}`);
  }
  return lines.join("\n");
}

export function formatLine(area: string, report: Omit<AreaReport, "failures">): string {
  const { cases, passed, failed, worst } = report;
  const columns = [
    area.padEnd(22),
    `${cases} cases`.padStart(11),
    `${passed} passed`.padStart(12),
    `${failed} failed`.padStart(12),
    `worst error ${worst.toExponential(1)}`,
  ];
  return columns.join("  ");
}

function side(name: string, value: unknown): string {
  if (value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `${name} ${text.length > 300 ? `${text.slice(0, 300)}…` : text}`;
}
