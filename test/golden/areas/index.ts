import type { GoldenCase } from "../golden-file.js";
import type { RunCase } from "./area.js";
import { runDTypes } from "./dtypes.js";
import { runOp } from "./ops.js";

/** How the cases of an area run; `undefined` for an area of another kind. */
export function runnerOf(area: string): RunCase<GoldenCase> | undefined {
  if (area === "ops_dtypes") return runDTypes;
  if (area.startsWith("ops_")) return runOp as RunCase<GoldenCase>;
  return undefined;
}
