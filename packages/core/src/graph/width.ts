import { withWideDTypes } from "../dtype.js";
import type { Tensor } from "../tensor/tensor.js";

/**
 * Runs a rule of a node's op (gradient, decomposition) so that 64-bit values stay what they are:
 * what a rule builds has the width of the node, whatever the default float dtype is by then.
 */
export function inWidthOf<T>(node: Tensor, rule: () => T): T {
  const isWide = [node, ...node.inputs].some(
    ({ dtype }) => dtype === "float64" || dtype === "int64",
  );
  return isWide ? withWideDTypes(rule) : rule();
}
