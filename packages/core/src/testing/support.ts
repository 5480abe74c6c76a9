import type { Backend } from "../backend.js";
import type { DType } from "../dtype.js";
import { BackendError, DTypeError } from "../errors.js";
import { computes } from "../execution/supports.js";
import { apply } from "../graph/apply.js";
import { topological } from "../graph/walk.js";
import type { AnyOpDefinition } from "../ops/definition.js";
import { decomposeFor } from "../passes/decompose.js";
import { Tensor } from "../tensor/tensor.js";
import { drawnCases } from "./cases.js";

/**
 * How a backend runs an op: with a kernel of its own; as other ops; partly or wholly on the fallback
 * backend; or not at all.
 */
export type Support = "native" | "decomposed" | "falls back" | "unsupported";

const order: readonly Support[] = ["native", "decomposed", "falls back", "unsupported"];

/**
 * How `backend` runs an op's conformance cases, for each dtype of the first input (of the result,
 * where there is none) that they name; of several answers the worst.
 */
export function supportOf(
  definition: AnyOpDefinition,
  backend: Backend,
  fallback: Backend,
): ReadonlyMap<DType, Support> {
  const found = new Map<DType, Support>();
  for (const { inputs, attrs } of drawnCases(definition)) {
    const nodes = inputs.map(({ shape, dtype }) => new Tensor({ op: "input", shape, dtype }));
    const node = applied(definition, nodes, attrs);
    if (node === undefined) continue;
    const dtype = inputs[0]?.dtype ?? node.dtype;
    const support = ask(node, backend, fallback);
    const known = found.get(dtype) ?? "native";
    found.set(dtype, order.indexOf(support) > order.indexOf(known) ? support : known);
  }
  return found;
}

function applied(
  definition: AnyOpDefinition,
  inputs: readonly Tensor[],
  attrs: object,
): Tensor | undefined {
  try {
    return apply(definition, inputs, attrs);
  } catch (error) {
    if (error instanceof DTypeError) return undefined;
    throw error;
  }
}

function ask(node: Tensor, backend: Backend, fallback: Backend): Support {
  if (computes(backend, node)) return "native";
  try {
    const nodes = topological(decomposeFor(backend, fallback)([node]));
    const isSource = ({ op }: Tensor): boolean => op === "input" || op === "constant";
    const isOwn = nodes.every((part) => isSource(part) || computes(backend, part));
    return isOwn ? "decomposed" : "falls back";
  } catch (error) {
    if (error instanceof BackendError) return "unsupported";
    throw error;
  }
}
