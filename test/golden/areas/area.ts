import type { Backend } from "@antler/core";
import type { Comparison } from "../compare.js";
import type { GoldenCase } from "../golden-file.js";
import type { KerasParameter, OwnSignatures } from "../signatures.js";

/** What the cases are run with. */
export interface Context {
  readonly backend: Backend;
  /** The package `antler`. */
  readonly product: Readonly<Record<string, unknown>>;
  readonly keras: Readonly<Record<string, readonly KerasParameter[]>>;
  readonly own: OwnSignatures;
}

/** Runs one case; throws if it fails. Errors of values go through `comparison`. */
export type RunCase<C extends GoldenCase = GoldenCase> = (
  goldenCase: C,
  context: Context,
  comparison: Comparison,
) => Promise<void>;
