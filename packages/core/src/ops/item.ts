import { apply } from "../graph/apply.js";
import type { Tensor } from "../tensor/tensor.js";
import { builder, defineOp, type Spec } from "./definition.js";

const definition = defineOp({
  name: "item",
  inputs: ["tuple"],
  infer: ([tuple], { index }: { readonly index: number }): Spec => {
    const spec = (tuple as Tensor).outputs?.[index];
    if (spec === undefined) throw new Error(`item: ${tuple} has no result ${index}`);
    return spec;
  },
  // Handled by grad itself, which collects the gradients of all items.
  grad: null,
  cases: [],
});

/** One of the results of an op with several. */
export const item = builder(
  definition,
  (tuple: Tensor, index: number): Tensor => apply(definition, [tuple], { index }),
);

/** All results of an op with several; the tensor itself for an op with one. */
export function items(tuple: Tensor): Tensor[] {
  return tuple.outputs?.map((_, index) => item(tuple, index)) ?? [tuple];
}
