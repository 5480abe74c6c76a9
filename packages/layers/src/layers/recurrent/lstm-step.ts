import { ops, type Tensor } from "@antler/core";
import type { ActivationFunction } from "../../activations/resolve.js";

/**
 * From the sum of what goes into the four gates, side by side along `axis`, and the memory c:
 * [h, h, c'].
 */
export function lstmStep(
  activate: ActivationFunction,
  activateGate: ActivationFunction,
  axis: number,
): (sum: Tensor, c: Tensor) => readonly Tensor[] {
  return (sum, c) => {
    const [input, forget, candidate, output] = ops.split(sum, 4, axis) as [
      Tensor,
      Tensor,
      Tensor,
      Tensor,
    ];
    const added = ops.multiply(activateGate(input), activate(candidate));
    const memory = ops.add(ops.multiply(activateGate(forget), c), added);
    const h = ops.multiply(activateGate(output), activate(memory));
    return [h, h, memory];
  };
}
