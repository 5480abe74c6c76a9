import { isDeviceTensor } from "../backend.js";
import { attributesKey } from "../graph/keys.js";
import { rewrite, withInputs } from "../graph/walk.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Pass } from "./pass.js";

/** Nodes that compute the same from the same become one. Sources with values count by their scalar. */
export const mergeCommonSubexpressions: Pass = (outputs) => {
  const known = new Map<string, Tensor>();
  const identities = new Map<Tensor, number>();
  const identity = (node: Tensor): number => {
    const id = identities.get(node) ?? identities.size;
    identities.set(node, id);
    return id;
  };
  return rewrite(outputs, (node, inputs) => {
    const key = keyOf(node, inputs.map(identity));
    if (key === undefined) return node;
    const first = known.get(key);
    if (first !== undefined) return first;
    const kept = withInputs(node, inputs);
    known.set(key, kept);
    return kept;
  }).outputs;
};

/** What two interchangeable nodes have in common; `undefined` for one of a kind. */
function keyOf(node: Tensor, inputs: readonly number[]): string | undefined {
  if (node.op === "input" || node.op === "random") return undefined;
  if (node.op === "constant") {
    const { value } = node;
    if (value === undefined || isDeviceTensor(value) || node.rank > 0) return undefined;
    return `constant ${node.dtype} ${Object.is(value.data[0], -0) ? "-0" : value.data[0]}`;
  }
  return `${node.op} ${attributesKey(node.attrs)} ${inputs.join(",")}`;
}
