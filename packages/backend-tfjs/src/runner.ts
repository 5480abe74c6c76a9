import {
  type Bindings,
  type DType,
  type Lowered,
  lower,
  resolveShape,
  type Subgraph,
  sizeOf,
} from "@antler/core";
import type { Context, MovingContext } from "./context.js";
import type { Handle, Kernels } from "./kernels.js";
import { lowerings } from "./lowerings/index.js";
import { type Graph, type Plan, planOf } from "./plan.js";
import { storedDType } from "./traits.js";

/** What stands in a slot: nothing any more, a value, or the values of an op with several results. */
type Slot = Lowered<Handle> | undefined;

/** Runs the nodes of a program, or of a body inside one, and gives each value back after its last use. */
export class GraphRunner {
  readonly #kernels: Kernels;
  readonly #plan: Plan;
  readonly #constants: readonly Handle[];
  readonly #context: MovingContext;
  readonly #bodies = new Map<Subgraph, GraphRunner>();
  #shapes: { readonly key: string; readonly list: readonly (readonly number[])[] } | undefined;

  constructor(kernels: Kernels, graph: Graph) {
    this.#kernels = kernels;
    this.#plan = planOf(graph);
    this.#constants = [...graph.constants.values()].map((value) =>
      kernels.settle(kernels.upload(value)),
    );
    this.#context = {
      kernels,
      shape: [],
      bindings: new Map(),
      constants: graph.constants,
      run: (body, inputs) => this.#body(body).run(inputs, this.#context.bindings),
    };
  }

  /**
   * The values of the outputs. References made here are in `owned`; the others belong to whoever
   * brought them.
   */
  compute(inputs: readonly Handle[], bindings: Bindings, owned: Set<Handle>): readonly Handle[] {
    const [kernels, context] = [this.#kernels, this.#context];
    const shapes = this.#resolveShapes(bindings);
    const slots: Slot[] = [...inputs, ...this.#constants];
    for (const [index, { node, inputs: from, last }] of this.#plan.steps.entries()) {
      // Another run of this program may have come in between while this one waited.
      context.bindings = bindings;
      context.shape = shapes[index] as readonly number[];
      const operands = from.map((slot) => slots[slot] as Lowered<Handle>);
      const isEmpty = node.outputs === undefined && sizeOf(context.shape) === 0;
      const result = kernels.settle(
        isEmpty
          ? emptyResult(node.dtype, context)
          : lower<Handle, Context>(lowerings, node, operands, context),
      );
      for (const handle of handlesOf(result)) owned.add(handle);
      slots.push(result);
      for (const slot of last) {
        for (const handle of handlesOf(slots[slot])) {
          if (owned.delete(handle)) kernels.release(handle);
        }
        slots[slot] = undefined;
      }
    }
    return this.#plan.outputs.map((slot) => slots[slot] as Handle);
  }

  /** As a body: the caller owns every result, and keeps its inputs. */
  run(inputs: readonly Handle[], bindings: Bindings): Handle[] {
    const kernels = this.#kernels;
    const owned = new Set<Handle>();
    try {
      return this.compute(inputs, bindings, owned).map((handle) =>
        owned.delete(handle) ? handle : kernels.settle(kernels.alias(handle, handle.shape)),
      );
    } finally {
      for (const handle of owned) kernels.release(handle);
    }
  }

  close(): void {
    for (const constant of this.#constants) this.#kernels.release(constant);
    for (const body of this.#bodies.values()) body.close();
  }

  #body(body: Subgraph): GraphRunner {
    const runner = this.#bodies.get(body) ?? new GraphRunner(this.#kernels, body);
    this.#bodies.set(body, runner);
    return runner;
  }

  #resolveShapes(bindings: Bindings): readonly (readonly number[])[] {
    const key = [...bindings].join(";");
    if (this.#shapes?.key !== key) {
      const list = this.#plan.steps.map(({ node }) => resolveShape(node.shape, bindings));
      this.#shapes = { key, list };
    }
    return this.#shapes.list;
  }
}

function handlesOf(slot: Slot): readonly Handle[] {
  if (slot === undefined) return [];
  return Array.isArray(slot) ? slot : [slot as Handle];
}

/** Kernels do not take empty tensors; nothing has to be computed for one. */
export function emptyResult(
  dtype: DType,
  { kernels, shape }: Pick<Context, "kernels" | "shape">,
): Handle {
  const stored = storedDType(dtype) ?? "float32";
  const data =
    stored === "bool"
      ? new Uint8Array(0)
      : stored === "int32"
        ? new Int32Array(0)
        : new Float32Array(0);
  return kernels.uploadOwned(data, shape, stored);
}
