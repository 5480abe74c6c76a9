import { ops, type Tensor } from "@antler/core";
import type { LayerConfig } from "../../base/layer.js";
import { isList, Merge } from "./merge.js";

/** See {@link minimum}. */
export class Minimum extends Merge {
  static readonly className = "Minimum";

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((a, b) => ops.minimum(a, b));
  }
}

/** The smaller of the elements of a list of tensors, element by element with broadcasting behind the batch: a layer, or the result for a list. */
export function minimum(config?: LayerConfig): Minimum;
export function minimum(inputs: readonly Tensor[], config?: LayerConfig): Tensor;
export function minimum(
  first: LayerConfig | readonly Tensor[] = {},
  config: LayerConfig = {},
): Minimum | Tensor {
  return isList(first) ? new Minimum(config)(first) : new Minimum(first);
}
