import type { LinkedCall } from "../../functional/links.js";
import type { TrainableModel } from "../../training/model.js";
import { type GraphNode, graphDefinition } from "./summary.js";

/** What a model of layers shows of itself. */
interface Described {
  readonly linkedCalls?: readonly LinkedCall[];
  toJSON?(): unknown;
}

/** The model as Keras describes it; `undefined` if it can't be. */
export function modelJson(model: TrainableModel): string | undefined {
  const described = model as Described;
  try {
    return described.toJSON === undefined ? undefined : JSON.stringify(described.toJSON());
  } catch (error) {
    console.warn(`tensorBoard: the model can't be described, so its graph is left out. ${error}`);
    return undefined;
  }
}

/** The graph of a model's layers, one node for each call; `undefined` for other models. */
export function layerGraph(model: TrainableModel): Uint8Array | undefined {
  const calls = (model as Described).linkedCalls ?? [];
  if (calls.length === 0) return undefined;
  const nodes = new Map<string, GraphNode>();
  const counts = new Map<string, number>();
  const nameOf = (name: string, node: number): string => (node === 0 ? name : `${name}_${node}`);
  for (const { layer, inbound } of calls) {
    const node = counts.get(layer.name) ?? 0;
    counts.set(layer.name, node + 1);
    for (const link of inbound) {
      const source = nameOf(link.layer.name, link.node);
      // Inputs are no calls.
      if (!nodes.has(source)) {
        nodes.set(source, { name: source, op: link.layer.className, inputs: [] });
      }
    }
    const name = nameOf(layer.name, node);
    const inputs = inbound.map((link) => {
      const source = nameOf(link.layer.name, link.node);
      return link.tensor === 0 ? source : `${source}:${link.tensor}`;
    });
    nodes.set(name, { name, op: layer.className, inputs });
  }
  return graphDefinition([...nodes.values()]);
}
