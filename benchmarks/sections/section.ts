import type { Target } from "../harness/target.js";

/** One part of the report. */
export interface Section {
  readonly title: string;
  /** What is printed. */
  readonly text: string;
  readonly targets: readonly Target[];
  /** What is written to the results file. */
  readonly data: unknown;
}

/** What the whole run is told. */
export interface Settings {
  readonly quick: boolean;
  readonly threads: number;
}
