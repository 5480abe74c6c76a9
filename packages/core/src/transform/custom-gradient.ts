import { vectorJacobian } from "../grad.js";
import * as ops from "../ops/index.js";
import { rebuildStructure, type TensorsIn, tensorsOf } from "../tensor/structure.js";
import type { Tensor } from "../tensor/tensor.js";

/**
 * A function with a gradient of its own: `f(...args)` returns `[result, gradientFunction]`, and
 * `gradientFunction(...gradients)`, given one gradient per tensor of the result, returns one per
 * argument (or a single one; `null` where nothing flows).
 *
 * @example
 * const clipped = customGradient((x) => [x, (g) => ops.clip(g, -1, 1)]);
 */
export function customGradient<A extends readonly Tensor[], R>(
  f: (
    ...args: A
  ) => readonly [
    result: R,
    gradient: (...gradients: Tensor[]) => Tensor | null | readonly (Tensor | null)[],
  ],
): (...args: A) => TensorsIn<R> {
  return (...args) => {
    const [result, gradient] = f(...args);
    const results = ops.withGradient(tensorsOf(result), args, (given) => {
      const found = gradient(...given);
      return Array.isArray(found) ? found : [found as Tensor | null];
    });
    return rebuildStructure(result, results);
  };
}

/**
 * `f`, computed again on the way back instead of kept: a training step then holds its arguments and
 * results in memory, not what lies between, at the price of a second forward pass.
 */
export function checkpoint<A extends readonly Tensor[], R>(
  f: (...args: A) => R,
): (...args: A) => TensorsIn<R> {
  return (...args) => {
    const result = f(...args);
    const results = ops.withGradient(tensorsOf(result), args, (given) => {
      const again = args.map((arg) => ops.barrier(arg, given[0] as Tensor));
      return vectorJacobian(tensorsOf(f(...(again as unknown as A))), given, again);
    });
    return rebuildStructure(result, results);
  };
}
