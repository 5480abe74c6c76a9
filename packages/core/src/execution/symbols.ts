import { subgraphsOf } from "../graph/subgraph.js";
import type { Tensor } from "../tensor/tensor.js";

/** Every symbol that the shapes or attributes of `nodes` mention. */
export function symbolsNeeded(nodes: readonly Tensor[]): Set<string> {
  const names = new Set<string>();
  for (const node of nodes) {
    for (const dim of node.shape) {
      if (typeof dim !== "number") for (const name of dim.symbols) names.add(name);
    }
    for (const { nodes: inner } of subgraphsOf(node.attrs)) {
      for (const name of symbolsNeeded(inner)) names.add(name);
    }
    const { value } = node.attrs as { value?: unknown };
    if (typeof value === "object" && value !== null && "symbols" in value) {
      for (const name of value.symbols as Iterable<string>) names.add(name);
    }
  }
  return names;
}
