import { equalDims } from "../dimension.js";
import { copyNode, rewrite, topological, withInputs } from "../graph/walk.js";
import type { ScanAttrs } from "../ops/scan.js";
import type { Tensor } from "../tensor/tensor.js";
import type { Pass } from "./pass.js";

/**
 * A scan whose results another scan over the same inputs also gives becomes that one. Gradients make
 * such pairs: the second gives in addition what the way back reads.
 */
export const mergeScans: Pass = (outputs) => {
  const scans = topological(outputs).filter(({ op }) => op === "scan");
  if (scans.length < 2) return outputs;
  const widest = new Map<Tensor, Tensor>();
  for (const node of scans) {
    const wider = scans.filter((other) => contains(other, node));
    const most = wider.reduce((a, b) => (results(b) > results(a) ? b : a), node);
    if (most !== node) widest.set(node, most);
  }
  if (widest.size === 0) return outputs;
  const merged = new Map<Tensor, Tensor>();
  return rewrite(outputs, (node, inputs) => {
    if (node.op !== "scan") return withInputs(node, inputs);
    const wide = widest.get(node) ?? node;
    const made = merged.get(wide) ?? copyNode(wide, inputs);
    merged.set(wide, made);
    return made;
  }).outputs;
};

function results(node: Tensor): number {
  return (node.attrs as ScanAttrs).body.outputs.length;
}

/** Whether `wide` takes the same inputs as `narrow` and begins with its results. */
function contains(wide: Tensor, narrow: Tensor): boolean {
  const [a, b] = [wide.attrs as ScanAttrs, narrow.attrs as ScanAttrs];
  return (
    a.carries === b.carries &&
    a.sequences === b.sequences &&
    a.reverse === b.reverse &&
    equalDims(a.length, b.length) &&
    sameNodes(wide.inputs, narrow.inputs) &&
    sameNodes(a.body.inputs, b.body.inputs) &&
    b.body.outputs.every((output, i) => a.body.outputs[i] === output)
  );
}

function sameNodes(a: readonly Tensor[], b: readonly Tensor[]): boolean {
  return a.length === b.length && a.every((node, i) => node === b[i]);
}
