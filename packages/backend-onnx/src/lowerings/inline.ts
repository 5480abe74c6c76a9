import { type Lowered, lower, type Tensor } from "@antler/core";
import type { Graph, GraphBuilder } from "../graph/builder.js";
import { lowerings } from "./index.js";

/** Adds the nodes of a program, or of a body inside one, and gives the names of its results. */
export function inline(
  graph: Graph,
  inputs: readonly string[],
  builder: GraphBuilder,
): readonly string[] {
  const values = new Map<Tensor, Lowered<string>>();
  graph.inputs.forEach((input, i) => {
    values.set(input, inputs[i] as string);
  });
  for (const [tensor, { dtype, shape, data }] of graph.constants) {
    values.set(tensor, builder.constant(dtype, shape, data));
  }
  const loweredOf = (tensor: Tensor): Lowered<string> => {
    const value = values.get(tensor);
    if (value === undefined) throw new Error(`${tensor} is used before it is computed`);
    return value;
  };
  for (const node of graph.nodes) {
    builder.enter(scopeOf(node));
    const operands = node.inputs.map(loweredOf);
    values.set(node, lower<string, GraphBuilder>(lowerings, node, operands, builder));
  }
  return graph.outputs.map((output) => loweredOf(output) as string);
}

function scopeOf({ path, op }: Tensor): string {
  return path === "" ? op : `${path}/${op}`;
}
