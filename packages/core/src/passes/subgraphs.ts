import type { Backend } from "../backend.js";
import { computes } from "../execution/supports.js";
import { mapSubgraphs, subgraphsOf } from "../graph/subgraph.js";
import { copyNode, rewrite, withInputs } from "../graph/walk.js";
import type { Pass } from "./pass.js";

/**
 * Optimizes the bodies of loops and branches for the backend that will run them: the fallback where
 * `backend` does not compute all of a body.
 */
export function inSubgraphs(
  backend: Backend,
  fallback: Backend | undefined,
  optimize: (backend: Backend, fallback: Backend | undefined) => Pass,
): Pass {
  return (outputs) =>
    rewrite(outputs, (node, inputs) => {
      const bodies = subgraphsOf(node.attrs);
      if (bodies.length === 0) return withInputs(node, inputs);
      const own = mapSubgraphs(node.attrs, (body) => body.rewritten(optimize(backend, fallback)));
      const isOwn = computes(backend, copyNode(node, inputs, own));
      if (isOwn || fallback === undefined) return copyNode(node, inputs, own);
      const foreign = mapSubgraphs(node.attrs, (body) =>
        body.rewritten(optimize(fallback, undefined)),
      );
      return copyNode(node, inputs, foreign);
    }).outputs;
}
