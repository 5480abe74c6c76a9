import { ops, type Tensor } from "@antler/core";
import type { LayerConfig } from "../../base/layer.js";
import { isList, Merge } from "./merge.js";

/** See {@link add}. */
export class Add extends Merge {
  static readonly className = "Add";

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((a, b) => ops.add(a, b));
  }
}

/** Sum of a list of tensors, element by element with broadcasting behind the batch: a layer, or the result for a list. */
export function add(config?: LayerConfig): Add;
export function add(inputs: readonly Tensor[], config?: LayerConfig): Tensor;
export function add(
  first: LayerConfig | readonly Tensor[] = {},
  config: LayerConfig = {},
): Add | Tensor {
  return isList(first) ? new Add(config)(first) : new Add(first);
}
