/** Why a case failed, with both sides, in a form that fits on a line. */
export class Failure extends Error {
  override name = "Failure";
  readonly expected: unknown;
  readonly received: unknown;

  constructor(reason: string, expected?: unknown, received?: unknown) {
    super(reason);
    this.expected = readable(expected);
    this.received = readable(received);
  }
}

/** NaN and infinities, which JSON does not have, as words. */
function readable(value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}

/** The product has no such function or class. */
export const missing = (name: string): Failure => new Failure(`${name} does not exist`, name);

/** What the run of one case gave. */
export interface CaseResult {
  readonly id: string;
  readonly passed: boolean;
  /** Largest |received − expected| / (1 + |expected|) met, also where the case failed. */
  readonly worst: number;
  readonly reason?: string | undefined;
  readonly expected?: unknown;
  readonly received?: unknown;
}

/** An error of any kind as the result of a case. */
export function failed(id: string, worst: number, error: unknown): CaseResult {
  if (error instanceof Failure) {
    const { message: reason, expected, received } = error;
    return { id, passed: false, worst, reason, expected, received };
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { id, passed: false, worst, reason: text };
}
