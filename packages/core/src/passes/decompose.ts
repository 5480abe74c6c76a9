import type { Backend } from "../backend.js";
import { BackendError } from "../errors.js";
import { rewrite, withInputs } from "../graph/walk.js";
import { inWidthOf } from "../graph/width.js";
import type { Ops } from "../ops/definition.js";
import * as ops from "../ops/index.js";
import { definitionOf } from "../ops/registry.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Pass } from "./pass.js";

/**
 * Replaces what a backend does not compute by its decomposition, until nothing of the kind is left.
 * @throws BackendError for a node that has none
 */
export function decomposeFor(backend: Backend): Pass {
  return (outputs) => {
    let current = outputs;
    for (let changed = true; changed; ) {
      changed = false;
      current = rewrite(current, (node, inputs) => {
        if (isSource(node) || backend.supports(node)) return withInputs(node, inputs);
        changed = true;
        return decomposed(node, inputs, backend);
      }).outputs;
    }
    return current;
  };
}

function decomposed(node: Tensor, inputs: readonly Tensor[], backend: Backend): Tensor {
  const { decompose } = definitionOf(node.op);
  if (decompose !== undefined)
    return inWidthOf(node, () => decompose(inputs, node.attrs, ops as Ops));
  const where = node.path === "" ? node.op : `${node.path} / ${node.op}`;
  throw new BackendError(
    `${where}: the ${backend.name} backend on ${backend.device} does not compute ${node.op} for ` +
      `${node.inputs.map((x) => x.dtype).join(", ") || node.dtype}. Cast to float32, or use the "reference" backend.`,
  );
}

function isSource({ op }: Tensor): boolean {
  return op === "input" || op === "constant" || op === "random";
}
