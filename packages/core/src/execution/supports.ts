import type { Backend } from "../backend.js";
import { subgraphsOf } from "../graph/subgraph.js";
import type { Tensor } from "../tensor/tensor.js";

/** Whether a backend computes a node, with everything inside its bodies and branches. */
export function computes(backend: Backend, node: Tensor): boolean {
  // An item goes where its op goes.
  if (node.op === "item") return true;
  if (!backend.supports(node)) return false;
  return subgraphsOf(node.attrs).every((body) =>
    body.nodes.every((inner) => computes(backend, inner)),
  );
}
