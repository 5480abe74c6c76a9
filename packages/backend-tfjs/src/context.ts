import type { Bindings, Dim, HostTensor, Subgraph, Tensor } from "@antler/core";
import { resolveDim } from "@antler/core";
import type { Handle, Kernels } from "./kernels.js";

/** What a lowering works with; one per executable. */
export interface Context {
  readonly kernels: Kernels;
  /** The shape of the node that is being computed. */
  readonly shape: readonly number[];
  readonly bindings: Bindings;
  readonly constants: ReadonlyMap<Tensor, HostTensor>;
  /** Runs the body of a loop or a branch; the caller owns what it gives. */
  run(body: Subgraph, inputs: readonly Handle[]): readonly Handle[];
}

/** A `Context` whose fields move from node to node. */
export interface MovingContext extends Context {
  shape: readonly number[];
  bindings: Bindings;
}

/** The number behind a dimension in this run. */
export function numberOf(dim: Dim, context: Context): number {
  return typeof dim === "number" ? dim : resolveDim(dim, context.bindings);
}

/** `x` in another shape, itself where that is the shape it has. */
export function reshaped(x: Handle, shape: readonly number[], kernels: Kernels): Handle {
  const same = x.shape.length === shape.length && x.shape.every((dim, i) => dim === shape[i]);
  return same ? x : kernels.alias(x, shape);
}

/** A tensor of one value. */
export function filled(
  shape: readonly number[],
  value: number,
  dtype: Handle["dtype"],
  kernels: Kernels,
): Handle {
  return kernels.run("Fill", {}, { shape, value, dtype });
}
