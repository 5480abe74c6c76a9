import type { Tensor } from "../tensor/tensor.js";

/**
 * A rewriting of a graph that never changes what it computes: same outputs in the same order, same
 * shapes and dtypes. Nodes that nothing needs any more simply are not reached again.
 */
export type Pass = (outputs: readonly Tensor[]) => readonly Tensor[];
