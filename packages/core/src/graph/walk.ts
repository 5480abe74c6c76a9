import type { Tensor } from "../tensor/tensor.js";

/**
 * All nodes that `roots` need, each after its inputs. Does not descend below nodes for which `stop`
 * is true (they are listed). Iterative: a chain of 100,000 nodes is no problem.
 */
export function topological(
  roots: readonly Tensor[],
  stop: (node: Tensor) => boolean = () => false,
): Tensor[] {
  const order: Tensor[] = [];
  const seen = new Set<Tensor>();
  const stack: { node: Tensor; next: number }[] = [];
  for (const root of roots) {
    if (seen.has(root)) continue;
    seen.add(root);
    stack.push({ node: root, next: 0 });
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const child = stop(top.node) ? undefined : top.node.inputs[top.next++];
      if (child === undefined) {
        order.push(top.node);
        stack.pop();
      } else if (!seen.has(child)) {
        seen.add(child);
        stack.push({ node: child, next: 0 });
      }
    }
  }
  return order;
}

/**
 * Rebuilds the graph from its sources up: `visit` gets each node with its new inputs and says what
 * stands in its place. Nodes that do not change stay the same objects.
 */
export function rewrite(
  roots: readonly Tensor[],
  visit: (node: Tensor, inputs: readonly Tensor[]) => Tensor,
  stop?: (node: Tensor) => boolean,
): { outputs: Tensor[]; replaced: ReadonlyMap<Tensor, Tensor> } {
  const replaced = new Map<Tensor, Tensor>();
  for (const node of topological(roots, stop)) {
    const descend = stop === undefined || !stop(node);
    const inputs = descend ? node.inputs.map((input) => replaced.get(input) as Tensor) : [];
    replaced.set(node, visit(node, inputs));
  }
  return { outputs: roots.map((root) => replaced.get(root) as Tensor), replaced };
}

/** The same application on other inputs of the same shapes and dtypes; `node` itself if nothing changed. */
export function withInputs(node: Tensor, inputs: readonly Tensor[]): Tensor {
  if (inputs.every((input, i) => input === node.inputs[i])) return node;
  return copyNode(node, inputs);
}

/** A fresh node that knows nothing of values. */
export function copyNode(
  node: Tensor,
  inputs: readonly Tensor[],
  attrs: object = node.attrs,
): Tensor {
  const { op, shape, dtype, path, outputs } = node;
  return new (node.constructor as typeof Tensor)({
    op,
    inputs,
    attrs,
    shape,
    dtype,
    path,
    outputs,
  });
}
