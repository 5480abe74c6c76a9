import type { HostTensor } from "../backend.js";
import { Tensor } from "../tensor/tensor.js";
import { isEmbedded } from "./embedded.js";
import { structuralKey } from "./keys.js";
import { rewrite, topological, withInputs } from "./walk.js";

/**
 * A graph inside an attribute: the body of a loop, a branch. Its inputs are placeholders; what it
 * takes from outside comes in through inputs as well, so it can be run and rewritten by itself.
 */
export class Subgraph {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
  /** Op applications, each after its inputs. */
  readonly nodes: readonly Tensor[];
  readonly constants: ReadonlyMap<Tensor, HostTensor>;
  #key: string | undefined;

  constructor(inputs: readonly Tensor[], outputs: readonly Tensor[]) {
    this.inputs = inputs;
    this.outputs = outputs;
    const order = topological(outputs);
    this.nodes = order.filter(({ op }) => op !== "input" && op !== "constant");
    this.constants = new Map(
      order.flatMap((node) =>
        node.op === "constant" ? [[node, node.value as HostTensor] as const] : [],
      ),
    );
  }

  /** The same inputs with other outputs, rewritten from the present ones. */
  rewritten(pass: (outputs: readonly Tensor[]) => readonly Tensor[]): Subgraph {
    return new Subgraph(this.inputs, pass(this.outputs));
  }

  /** Attributes are compared as text: equal texts mean that the graphs compute the same. */
  toJSON(): string {
    this.#key ??= structuralKey(
      [...this.inputs, ...topological(this.outputs).filter(({ op }) => op !== "input")],
      this.outputs,
    );
    return this.#key;
  }
}

/** The subgraphs among a node's attributes. */
export function subgraphsOf(attrs: object): Subgraph[] {
  return Object.values(attrs).filter((value) => value instanceof Subgraph);
}

/** The attributes with every subgraph replaced. */
export function mapSubgraphs<A extends object>(attrs: A, map: (body: Subgraph) => Subgraph): A {
  return Object.fromEntries(
    Object.entries(attrs).map(([key, value]) => [
      key,
      value instanceof Subgraph ? map(value) : value,
    ]),
  ) as A;
}

/** What a function builds from placeholders, and what it takes from around it. */
export interface Captured {
  readonly outputs: readonly Tensor[];
  /** Nodes from outside, in the order of `placeholders`. */
  readonly outer: readonly Tensor[];
  readonly placeholders: readonly Tensor[];
}

/**
 * Replaces everything that `outputs` use but that is not their own by placeholders: such values are
 * computed once, outside, and handed in. Small constants that the function made itself stay; those
 * from outside, and variables, may be what somebody differentiates by.
 * @param own - placeholders: what depends on them is inside; or says which op nodes are
 * @param before - how many nodes there were before the function was called
 */
export function capture(
  outputs: readonly Tensor[],
  own: readonly Tensor[] | ((node: Tensor) => boolean),
  before: number,
): Captured {
  const inside = new Set(typeof own === "function" ? [] : own);
  const order = topological(outputs, (node) => node.value !== undefined || inside.has(node));
  const isInside = (node: Tensor): boolean =>
    typeof own === "function"
      ? node.value === undefined && node.inputs.length > 0 && own(node)
      : node.inputs.some((x) => inside.has(x));
  for (const node of order) if (isInside(node)) inside.add(node);
  const handedIn = new Map<Tensor, Tensor>();
  const enter = (node: Tensor): void => {
    if (inside.has(node) || staysInside(node, before) || handedIn.has(node)) return;
    const { shape, dtype } = node;
    handedIn.set(node, new Tensor({ op: "input", shape, dtype }));
  };
  for (const node of order) if (inside.has(node)) node.inputs.forEach(enter);
  for (const output of outputs) enter(output);
  const isBoundary = (node: Tensor): boolean => handedIn.has(node) || node.value !== undefined;
  const rebuilt = rewrite(
    outputs,
    (node, inputs) =>
      handedIn.get(node) ??
      (node.inputs.length === inputs.length ? withInputs(node, inputs) : node),
    isBoundary,
  );
  return {
    outputs: rebuilt.outputs,
    outer: [...handedIn.keys()],
    placeholders: [...handedIn.values()],
  };
}

/** Cheap sources are built again inside: simplifications then see them. */
function staysInside(node: Tensor, before: number): boolean {
  if (node.op === "fill" || node.op === "dimension") return true;
  // The node of a variable is made when somebody reads it first, and has its name.
  return isEmbedded(node) && node.serial >= before && !("name" in node.attrs);
}

/** A placeholder for a value of this kind. */
export function placeholderFor({ shape, dtype }: Pick<Tensor, "shape" | "dtype">): Tensor {
  return new Tensor({ op: "input", shape, dtype });
}
