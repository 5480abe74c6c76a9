import type { Backend } from "../backend.js";
import { unsupported } from "../execution/fallback.js";
import { rewrite, withInputs } from "../graph/walk.js";
import { inWidthOf } from "../graph/width.js";
import type { Ops } from "../ops/definition.js";
import * as ops from "../ops/index.js";
import { definitionOf } from "../ops/registry.js";
import { Tensor } from "../tensor/tensor.js";
import type { Pass } from "./pass.js";

/**
 * Replaces what a backend does not compute by its decomposition, until nothing of the kind is left.
 * A node that has none stays where `fallback` computes it.
 * @throws BackendError for a node that nothing computes
 */
export function decomposeFor(backend: Backend, fallback?: Backend): Pass {
  return (outputs) => {
    let current = outputs;
    for (let changed = true; changed; ) {
      changed = false;
      current = rewrite(current, (node, inputs) => {
        if (node.op === "item") return taken(node, inputs);
        if (isSource(node) || backend.supports(node)) return withInputs(node, inputs);
        const { decompose } = definitionOf(node.op);
        const parts = inWidthOf(node, () => decompose?.(inputs, node.attrs, ops as Ops) ?? null);
        if (parts !== null) {
          changed = true;
          return tupleOf(parts);
        }
        if (fallback?.supports(node)) return withInputs(node, inputs);
        throw unsupported(node, backend);
      }).outputs;
    }
    return current;
  };
}

/** An item of a decomposed op is one of its results. */
function taken(node: Tensor, inputs: readonly Tensor[]): Tensor {
  const [tuple] = inputs as readonly [Tensor];
  if (tuple.op !== "tuple") return withInputs(node, inputs);
  return tuple.inputs[(node.attrs as { index: number }).index] as Tensor;
}

/** Several results as one node, for as long as the pass runs: it takes the items out again. */
function tupleOf(results: Tensor | readonly Tensor[]): Tensor {
  if (results instanceof Tensor) return results;
  const [{ shape, dtype }] = results as readonly [Tensor];
  return new Tensor({ op: "tuple", inputs: results, shape, dtype, outputs: results });
}

function isSource({ op }: Tensor): boolean {
  return op === "input" || op === "constant" || op === "random" || op === "tuple";
}
