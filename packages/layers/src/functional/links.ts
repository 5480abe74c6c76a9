import type { Tensor } from "@antler/core";
import type { AnyLayer } from "../base/layer.js";
import { flatten } from "../base/structure.js";
import type { Step } from "./graph.js";
import { callOf, inputLayerOf, type LayerCall, sourcesOf } from "./history.js";

/** An output of a call of a layer, as Keras counts them: `dense[0][0]`. */
export interface LayerLink {
  readonly layer: AnyLayer;
  /** Which call of the layer, from 0. */
  readonly node: number;
  /** Which of its outputs, from 0. */
  readonly tensor: number;
}

/** One call of a layer in a model, and what it takes. */
export interface LinkedCall {
  readonly layer: AnyLayer;
  readonly outputs: readonly Tensor[];
  readonly inbound: readonly LayerLink[];
}

/** The calls of a model's layers in order; ops between layers are looked through. */
export function linkedCalls(steps: readonly Step[]): readonly LinkedCall[] {
  const calls = steps.flatMap((step) => (step.kind === "call" ? [step.call] : []));
  const nodes = new Map<LayerCall, number>();
  const counts = new Map<AnyLayer, number>();
  for (const call of calls) {
    const node = counts.get(call.layer) ?? 0;
    counts.set(call.layer, node + 1);
    nodes.set(call, node);
  }
  const linksOf = (tensor: Tensor): readonly LayerLink[] => {
    const call = callOf(tensor);
    if (call !== undefined && nodes.has(call)) {
      const node = nodes.get(call) as number;
      return [{ layer: call.layer, node, tensor: flatten(call.outputs).indexOf(tensor) }];
    }
    const input = inputLayerOf(tensor);
    if (input !== undefined) return [{ layer: input, node: 0, tensor: 0 }];
    return tensor.inputs.flatMap(linksOf);
  };
  return calls.map((call) => ({
    layer: call.layer,
    outputs: flatten(call.outputs),
    inbound: sourcesOf(call).flatMap(linksOf),
  }));
}

/** Whether the calls form a single chain in which no layer comes twice. */
export function isChain(calls: readonly LinkedCall[]): boolean {
  const consumers = new Map<string, number>();
  for (const { inbound } of calls) {
    for (const { layer, node } of inbound) {
      const key = `${layer.name} ${node}`;
      consumers.set(key, (consumers.get(key) ?? 0) + 1);
    }
  }
  const layers = new Set(calls.map(({ layer }) => layer));
  return (
    layers.size === calls.length &&
    calls.every(({ inbound }) => inbound.length <= 1) &&
    [...consumers.values()].every((count) => count === 1)
  );
}
