import { ArgumentError, type Tensor } from "@antler/core";
import type { AnyLayer } from "../base/layer.js";
import { callOf, descends, inputLayerOf, type LayerCall, sourcesOf } from "./history.js";

/** One thing to compute: a layer's call, or an op written between layers. */
export type Step =
  | { readonly kind: "call"; readonly call: LayerCall }
  | { readonly kind: "op"; readonly node: Tensor };

/** What leads from a model's inputs to its outputs. */
export interface LayerGraph {
  /** In an order in which they can be computed. */
  readonly steps: readonly Step[];
  /** Every layer once, in Keras's order: by depth, then as the outputs' ancestors are met. */
  readonly layers: readonly AnyLayer[];
}

/** An input, a call or a node: what the walk visits once. */
type Vertex = Tensor | LayerCall;

/**
 * Walks from the outputs back to the inputs. Iterative: a thousand layers don't overflow the stack.
 * @throws ArgumentError if an output needs an input that is not among `inputs`
 */
export function traceGraph(
  inputs: readonly Tensor[],
  outputs: readonly Tensor[],
  where: string,
): LayerGraph {
  const given = new Set(inputs);
  const vertexOf = (tensor: Tensor): Vertex =>
    given.has(tensor) ? tensor : (callOf(tensor) ?? tensor);
  const parentsOf = (vertex: Vertex): readonly Vertex[] => {
    if ("layer" in vertex) return sourcesOf(vertex).filter(descends).map(vertexOf);
    return given.has(vertex) ? [] : vertex.inputs.filter(descends).map(vertexOf);
  };

  const order: Vertex[] = [];
  const indices = new Map<unknown, number>();
  const done = new Set<Vertex>();
  const missing = new Set<Tensor>();
  const stack: { readonly vertex: Vertex; readonly rest: Vertex[] }[] = [];
  const enter = (vertex: Vertex): void => {
    if (done.has(vertex)) return;
    done.add(vertex);
    const identity = layerOf(vertex) ?? vertex;
    if (!indices.has(identity)) indices.set(identity, indices.size);
    if (!("layer" in vertex) && !given.has(vertex) && inputLayerOf(vertex)) missing.add(vertex);
    stack.push({ vertex, rest: [...parentsOf(vertex)].reverse() });
  };
  for (const output of outputs.map(vertexOf)) {
    enter(output);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.rest.pop();
      if (next !== undefined) enter(next);
      else order.push((stack.pop() as typeof top).vertex);
    }
  }
  if (missing.size > 0) {
    const names = [...missing].map((tensor) => `"${inputLayerOf(tensor)?.name}"`).join(", ");
    throw new ArgumentError(
      `${where}: the outputs can't be computed from the inputs. Expected every input that they need, ` +
        `received none for ${names}. Add ${missing.size === 1 ? "it" : "them"} to inputs.`,
    );
  }
  return {
    steps: order.flatMap((vertex): Step[] => {
      if ("layer" in vertex) return [{ kind: "call", call: vertex }];
      return given.has(vertex) || !descends(vertex) ? [] : [{ kind: "op", node: vertex }];
    }),
    layers: layersByDepth(order, inputs, indices, parentsOf),
  };
}

function layersByDepth(
  order: readonly Vertex[],
  inputs: readonly Tensor[],
  indices: ReadonlyMap<unknown, number>,
  parentsOf: (vertex: Vertex) => readonly Vertex[],
): readonly AnyLayer[] {
  const vertexDepths = new Map<Vertex, number>();
  const layerDepths = new Map<AnyLayer, number>();
  for (const vertex of order.toReversed()) {
    const layer = layerOf(vertex);
    const own = vertexDepths.get(vertex) ?? 0;
    const depth = layer === undefined ? own : Math.max(own, layerDepths.get(layer) ?? 0);
    if (layer !== undefined) layerDepths.set(layer, depth);
    vertexDepths.set(vertex, depth);
    for (const parent of parentsOf(vertex)) {
      vertexDepths.set(parent, Math.max(depth + 1, vertexDepths.get(parent) ?? 0));
    }
  }
  for (const input of inputs) {
    const layer = layerOf(input);
    if (layer !== undefined && !layerDepths.has(layer)) layerDepths.set(layer, 0);
  }
  const rank = (layer: AnyLayer): number => indices.get(layer) ?? indices.size;
  return [...layerDepths]
    .sort(([a, p], [b, q]) => q - p || rank(a) - rank(b))
    .map(([layer]) => layer);
}

function layerOf(vertex: Vertex): AnyLayer | undefined {
  return "layer" in vertex ? vertex.layer : inputLayerOf(vertex);
}
