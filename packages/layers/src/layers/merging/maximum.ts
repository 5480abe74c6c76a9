import { ops, type Tensor } from "@antler/core";
import type { LayerConfig } from "../../base/layer.js";
import { isList, Merge } from "./merge.js";

/** See {@link maximum}. */
export class Maximum extends Merge {
  static readonly className = "Maximum";

  protected override merge(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((a, b) => ops.maximum(a, b));
  }
}

/** The larger of the elements of a list of tensors, element by element with broadcasting behind the batch: a layer, or the result for a list. */
export function maximum(config?: LayerConfig): Maximum;
export function maximum(inputs: readonly Tensor[], config?: LayerConfig): Tensor;
export function maximum(
  first: LayerConfig | readonly Tensor[] = {},
  config: LayerConfig = {},
): Maximum | Tensor {
  return isList(first) ? new Maximum(config)(first) : new Maximum(first);
}
