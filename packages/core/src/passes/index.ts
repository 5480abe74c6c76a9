import type { Backend } from "../backend.js";
import type { Tensor } from "../tensor/tensor.js";
import { mergeCommonSubexpressions } from "./common-subexpressions.js";
import { decomposeFor } from "./decompose.js";
import { foldConstants } from "./fold-constants.js";
import { mergeScans } from "./merge-scans.js";
import type { Pass } from "./pass.js";
import { simplify } from "./simplify.js";
import { inSubgraphs } from "./subgraphs.js";

/** The passes that do not depend on a backend, in the order in which they run. */
export const generalPasses: Readonly<Record<string, Pass>> = {
  simplify,
  foldConstants,
  mergeCommonSubexpressions,
};

/** All passes, repeated once: folding makes new identities, and merging shows more of them. */
export function optimize(
  outputs: readonly Tensor[],
  backend: Backend,
  fallback?: Backend,
): readonly Tensor[] {
  const passes = Object.values(generalPasses);
  const all: readonly Pass[] = [
    mergeScans,
    decomposeFor(backend, fallback),
    inSubgraphs(backend, fallback, (b, f) => (inner) => optimize(inner, b, f)),
    ...passes,
    ...passes,
  ];
  return all.reduce<readonly Tensor[]>((current, pass) => pass(current), outputs);
}
