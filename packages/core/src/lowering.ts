import type { AttrsOf, InputsOf, OpName } from "./ops/registry.js";
import type { Tensor } from "./tensor/tensor.js";

/** What a lowering receives: the backend's values of the inputs, and the node itself. */
export interface LoweringCall<K extends OpName, V, C> {
  readonly inputs: InputsOf<K, V>;
  readonly attrs: AttrsOf<K>;
  readonly node: Tensor;
  readonly context: C;
}

/**
 * How a backend computes one op; `"decompose"`: by the op's own decomposition, or, if it has none, on
 * the fallback backend.
 */
export type Lowering<K extends OpName, V, C> =
  | ((call: LoweringCall<K, V, C>) => Lowered<V>)
  | "decompose";

/**
 * A backend's complete table: write it as `{ … } satisfies Lowerings<V, C>`, and a missing or
 * misspelt op does not compile.
 */
export type Lowerings<V, C> = { readonly [K in OpName]: Lowering<K, V, C> };

/** The value of a node: a list of values for one with several results. */
export type Lowered<V> = V | readonly V[];

/** Applies the table's entry for `node`. Only `item` takes a list as its input. */
export function lower<V, C>(
  table: Lowerings<V, C>,
  node: Tensor,
  inputs: readonly Lowered<V>[],
  context: C,
): Lowered<V> {
  const lowering = table[node.op as OpName] as Lowering<OpName, V, C> | undefined;
  if (typeof lowering !== "function") {
    throw new Error(`${node.op}: no lowering; the core decomposes such nodes beforehand`);
  }
  return (lowering as (call: unknown) => Lowered<V>)({
    inputs,
    attrs: node.attrs,
    node,
    context,
  });
}

/** The entry for `item`, the same in every table: one of the results of an op with several. */
export function lowerItem<V>({
  inputs: [values],
  attrs: { index },
}: {
  readonly inputs: readonly [V];
  readonly attrs: { readonly index: number };
}): V {
  return (values as unknown as readonly V[])[index] as V;
}
